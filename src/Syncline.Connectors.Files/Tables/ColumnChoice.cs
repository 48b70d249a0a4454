using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Tables;

/// <summary>Which columns of a file a read delivers.</summary>
/// <param name="Columns">The columns of the batches, in order.</param>
/// <param name="Ordinals">For each its place in the file; <see cref="Line"/> for the line number.</param>
internal sealed record ColumnChoice(IReadOnlyList<ColumnSchema> Columns, int[] Ordinals)
{
    /// <summary>Stands for <see cref="ReadRequest.LineColumn"/>.</summary>
    public const int Line = -1;

    private static readonly ColumnSchema LineColumn = new()
    {
        Name = ReadRequest.LineColumn,
        Type = ColumnType.Of(ColumnKind.Integer),
        CanInsert = false,
        CanUpdate = false,
    };

    /// <summary>Finds the columns asked for.</summary>
    /// <exception cref="SchemaException">One is not there.</exception>
    public static ColumnChoice Of(string table, IReadOnlyList<ColumnSchema> all, IReadOnlyList<string>? asked, bool hasLines)
    {
        if (asked is null)
        {
            return new ColumnChoice(all, [.. Enumerable.Range(0, all.Count)]);
        }

        var columns = new ColumnSchema[asked.Count];
        var ordinals = new int[asked.Count];
        for (var i = 0; i < ordinals.Length; i++)
        {
            ordinals[i] = IndexOf(all, asked[i]);
            if (ordinals[i] < 0 && !(hasLines && asked[i] == ReadRequest.LineColumn))
            {
                throw new SchemaException(FileErrors.NoSuchColumn(asked[i], table, [.. all.Select(column => column.Name)]));
            }

            columns[i] = ordinals[i] < 0 ? LineColumn : all[ordinals[i]];
        }

        return new ColumnChoice(columns, ordinals);
    }

    /// <summary>Place of a column by name without regard to case; -1 when there is none.</summary>
    public static int IndexOf(IReadOnlyList<ColumnSchema> columns, string name)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (string.Equals(columns[i].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
