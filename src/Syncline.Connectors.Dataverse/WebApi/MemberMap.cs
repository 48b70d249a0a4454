using System.Text;
using System.Text.Json;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>
/// Finds a JSON member's column. Rows of a page name their members in the same order, so the member that followed the last one in the
/// row before is tried first. Not safe for concurrent use.
/// </summary>
internal sealed class MemberMap
{
    /// <summary>A member that belongs to no column.</summary>
    public const int Unwanted = -1;

    private readonly Dictionary<string, int> columns;
    private readonly List<(byte[] Name, int Column)> order = [];
    private int next;

    /// <summary>Maps each name to its index.</summary>
    public MemberMap(IEnumerable<string> names)
    {
        columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            columns.Add(name, columns.Count);
        }
    }

    public void StartRow() => next = 0;

    /// <summary>Column of the member name that the reader stands on.</summary>
    public int Find(ref Utf8JsonReader reader)
    {
        if (next < order.Count && reader.ValueTextEquals(order[next].Name))
        {
            return order[next++].Column;
        }

        for (var i = 0; i < order.Count; i++)
        {
            if (reader.ValueTextEquals(order[i].Name))
            {
                next = i + 1;
                return order[i].Column;
            }
        }

        var name = reader.GetString()!;
        var column = columns.GetValueOrDefault(name, Unwanted);
        order.Insert(next, (Encoding.UTF8.GetBytes(name), column));
        next++;
        return column;
    }
}
