using System.Runtime.CompilerServices;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Compliance.Memory;

/// <summary>Reads one table as it was when the read began.</summary>
internal sealed class MemoryReader(MemoryTable table, KeyMatch match)
{
    private const int DefaultBatchSize = 1000;

    private static readonly ColumnSchema VersionColumn = new()
    {
        Name = ReadRequest.RowVersionColumn,
        Type = ColumnType.Of(ColumnKind.Text),
        CanInsert = false,
        CanUpdate = false,
    };

    public async IAsyncEnumerable<RowBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (request.Filter is { } filter)
        {
            throw MemoryErrors.NoFilter(filter.Language);
        }

        ColumnSchema[] columns = request.Columns is null
            ? [.. table.Schema.Columns]
            : [.. request.Columns.Select(name => name == VersionColumn.Name ? VersionColumn : table.Schema.Columns[table.IndexOf(name)])];
        cancellationToken.ThrowIfCancellationRequested();
        var rows = Wanted(request.Keys).Take(request.MaxRows ?? int.MaxValue);
        foreach (var chunk in rows.Chunk(request.BatchSize ?? DefaultBatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var builder = new RowBatchBuilder(columns);
            foreach (var row in chunk)
            {
                builder.AppendRow([.. columns.Select(column => Cell(row, column))]);
            }

            yield return builder.Build();
        }
    }

    private IEnumerable<MemoryRow> Wanted(KeyFilter? keys)
    {
        if (keys is null)
        {
            return table.Snapshot();
        }

        int[] indexes = [.. keys.Columns.Select(table.IndexOf)];
        return table.Snapshot().Where(row => keys.Keys.Any(key => match.IsSame(key, indexes.Select(index => row.Values[index]))));
    }

    private object? Cell(MemoryRow row, ColumnSchema column)
    {
        if (column == VersionColumn)
        {
            return row.Version;
        }

        if (column.CompanionOf is not { } explained)
        {
            return row.Values[table.IndexOf(column.Name)];
        }

        var choice = row.Values[table.IndexOf(explained)];
        return table.Schema.Find(explained)!.Type.Choices.FirstOrDefault(option => Equals(option.Value, choice))?.Label;
    }
}
