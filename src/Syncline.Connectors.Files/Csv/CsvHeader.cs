using Syncline.Connectors.Files.Tables;
using Syncline.Core.Errors;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Csv;

/// <summary>Columns of a CSV file as they stand in it: all Text (docs/decisions/0004-csv-values-are-text.md).</summary>
internal static class CsvHeader
{
    /// <summary>Reads the first row and makes the columns of it. Without a header line that row is still to be delivered afterwards.</summary>
    /// <exception cref="SchemaException">The file is empty, or a column name is missing or doubled.</exception>
    public static async ValueTask<IReadOnlyList<ColumnSchema>> ReadAsync(
        CsvText text, DataFile file, CsvOptions options, CancellationToken cancellationToken)
    {
        if (!await text.ReadAsync(cancellationToken))
        {
            throw new SchemaException(CsvErrors.EmptyFile(file.Shown));
        }

        var columns = new ColumnSchema[text.Count];
        var ordinals = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < columns.Length; i++)
        {
            var name = options.HasHeader ? text.Value(i).Trim().ToString() : $"column{i + 1}";
            if (name.Length == 0)
            {
                throw new SchemaException(FileErrors.EmptyHeader(file.Shown, text.Line, i));
            }

            if (!ordinals.TryAdd(name, i))
            {
                throw new SchemaException(FileErrors.DuplicateHeader(file.Shown, text.Line, name, ordinals[name], i));
            }

            columns[i] = new ColumnSchema { Name = name, Type = ColumnType.Of(ColumnKind.Text) };
        }

        return columns;
    }
}
