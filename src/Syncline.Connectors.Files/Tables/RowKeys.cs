using System.Globalization;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Files.Tables;

/// <summary>The key of a row as one text, equal for equal keys.</summary>
internal static class RowKeys
{
    private const char Between = '\u001F';

    /// <summary>The key; null when a value of it is missing, or when there are no key columns.</summary>
    /// <param name="rows">A batch.</param>
    /// <param name="cells">Places of the key columns in it.</param>
    /// <param name="row">The row.</param>
    public static string? Of(RowBatch rows, IReadOnlyList<int> cells, int row)
    {
        var parts = new string[cells.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            if (rows.GetValue(cells[i], row) is not { } value)
            {
                return null;
            }

            parts[i] = value is IFormattable number ? number.ToString(value is DateTime or DateOnly or TimeOnly ? "O" : null, CultureInfo.InvariantCulture) : value is byte[] bytes ? Convert.ToHexString(bytes) : value.ToString()!;
        }

        return parts.Length == 0 ? null : string.Join(Between, parts);
    }
}
