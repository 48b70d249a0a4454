using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Syncline.Core.Connectors;
using Syncline.Core.Designing;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Files.Tables;

/// <summary>Files of one kind as tables. Holds nothing open between uses.</summary>
internal sealed class FileConnection : IConnection
{
    private const int DefaultBatchSize = 8192;
    private const int LargestWrite = 50_000;

    private readonly FileLocation location;
    private readonly ITableFormat format;
    private readonly IRowWriter? writer;
    private readonly ConcurrentDictionary<DataFile, ((long Length, DateTime Written)? Stamp, TableShape Shape)> described = new();

    /// <summary>Opens files.</summary>
    /// <param name="location">Which.</param>
    /// <param name="format">Their kind.</param>
    /// <param name="writerOfOneTable">Makes the writer of a table that stands in many files; null when such a table is only read. Disposed with the connection.</param>
    public FileConnection(FileLocation location, ITableFormat format, Func<FileConnection, IRowWriter>? writerOfOneTable = null)
    {
        this.location = location;
        this.format = format;
        Capabilities = new()
        {
            LineNumbers = format.HasLines,
            MaxWritesInFlight = 1, // each write makes a new file out of the last one
            MaxWriteBatch = LargestWrite,
        };
        writer = location.OneTable is not null ? writerOfOneTable?.Invoke(this) : format.CanWrite ? new FileWriter(this, format, location.Key) : null;
        Designer = location.OneTable is null && format.CanWrite ? new FileDesigner(this, location, format) : null;
    }

    public ConnectionCapabilities Capabilities { get; }

    public IRowWriter? Writer => writer;

    public ITableDesigner? Designer { get; }

    public ValueTask<ConnectionIdentity> IdentifyAsync(CancellationToken cancellationToken)
    {
        var files = FileSearch.Find(location);
        return ValueTask.FromResult(new ConnectionIdentity
        {
            System = location.Path,
            Facts = [new("Files", files.Count.ToString(CultureInfo.InvariantCulture))],
        });
    }

    public async IAsyncEnumerable<TableSummary> ListTablesAsync(TableFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var table in (await TablesAsync(cancellationToken)).OrderBy(table => table.Name, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var summary = Summary(table, found: null);
            if (filter.Accepts(summary))
            {
                yield return summary;
            }
        }
    }

    public async ValueTask<TableSchema> DescribeTableAsync(string table, CancellationToken cancellationToken)
    {
        var found = await FindAsync(table, cancellationToken);
        var shape = await DescribeAsync(found, cancellationToken);
        var isKeyed = location.Key.Count > 0 && location.Key.All(key => ColumnChoice.IndexOf(shape.Columns, key) >= 0);
        return new TableSchema
        {
            Summary = Summary(found, shape.Found),
            Columns = Writer is null ? [.. shape.Columns.Select(column => column with { CanInsert = false, CanUpdate = false })] : shape.Columns,
            Keys = isKeyed ? [new TableKey("key", [.. location.Key.Select(key => shape.Columns[ColumnChoice.IndexOf(shape.Columns, key)].Name)], IsPrimary: true)] : [],
        };
    }

    public async IAsyncEnumerable<RowBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (request.Filter is not null || request.Keys is not null)
        {
            throw new ConfigurationException(FileErrors.NoFilter(request.Table));
        }

        var table = await FindAsync(request.Table, cancellationToken);
        var columns = (await DescribeAsync(table, cancellationToken)).Columns;
        var choice = ColumnChoice.Of(table.Name, columns, request.Columns, format.HasLines);
        var left = (long?)request.MaxRows ?? long.MaxValue;
        var batchSize = (int)Math.Clamp(request.BatchSize ?? DefaultBatchSize, 1, Math.Max(1, left));
        if (table.IsNew)
        {
            yield break;
        }

        foreach (var file in table.Files)
        {
            if (left <= 0)
            {
                yield break;
            }

            if (file != table.Files[0])
            {
                RequireSameColumns(file, (await format.DescribeAsync(file, cancellationToken)).Columns, table.Files[0], columns);
            }

            await foreach (var batch in format.ReadAsync(file, columns, choice, batchSize, left, cancellationToken).WithCancellation(cancellationToken))
            {
                left -= batch.RowCount;
                yield return batch;
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        (writer as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A table by name; without regard to case when none has exactly that name.</summary>
    /// <exception cref="SchemaException">There is none; the advice names the nearest.</exception>
    internal async ValueTask<FileTable> FindAsync(string table, CancellationToken cancellationToken)
    {
        var tables = await TablesAsync(cancellationToken);
        return tables.FirstOrDefault(known => known.Name == table)
            ?? tables.FirstOrDefault(known => string.Equals(known.Name, table, StringComparison.OrdinalIgnoreCase))
            ?? (location.IsOneFile && table == Path.GetFileName(location.FullPath) && tables.Count > 0 ? tables[0] : null) // a workbook's name means its first sheet, also when it was only made meanwhile
            ?? throw new SchemaException(FileErrors.NoSuchTable(table, [.. tables.Select(known => known.Name)], location.Kind));
    }

    /// <summary>The columns of a table, with the types that were set for them.</summary>
    internal async ValueTask<TableShape> DescribeAsync(FileTable table, CancellationToken cancellationToken)
    {
        if (table.IsNew)
        {
            return new TableShape(location.Columns.Columns, "not made yet");
        }

        var file = table.Files[0];
        var stamp = FileReplacement.StampOf(file.FullPath);
        if (!described.TryGetValue(file, out var known) || known.Stamp != stamp)
        {
            // Some kinds of files tell their columns only to who reads all of them.
            known = described[file] = (stamp, await format.DescribeAsync(file, cancellationToken));
        }

        return known.Shape with { Columns = location.Columns.Applied(known.Shape.Columns, addMissing: !format.KeepsColumns) };
    }

    private async ValueTask<IReadOnlyList<FileTable>> TablesAsync(CancellationToken cancellationToken)
    {
        var files = FileSearch.Find(location);
        if (location.OneTable is { } name)
        {
            return files.Count > 0 ? [new FileTable(name, files)] : writer is not null && location.Columns.Columns.Count > 0 ? [new FileTable(name, [], IsNew: true)] : [];
        }

        if (files.Count == 0 && location.Columns.Columns.Count > 0 && location.IsOneFile)
        {
            return [new FileTable(Path.GetFileName(location.FullPath), [new DataFile(Path.GetFileName(location.FullPath), location.FullPath, location.Path)], IsNew: true)];
        }

        var tables = new List<FileTable>(files.Count);
        foreach (var file in files)
        {
            tables.AddRange((await format.TablesAsync(file, files.Count == 1 && location.IsOneFile, cancellationToken)).Select(part => new FileTable(part.Table, [part])));
        }

        return tables;
    }

    private TableSummary Summary(FileTable table, string? found)
    {
        var shown = table.Files.Count == 0 ? location.Path : table.Files.Count == 1 ? table.Files[0].Shown : string.Create(CultureInfo.InvariantCulture, $"{table.Files[0].Shown} and {table.Files.Count - 1} more");
        return new TableSummary { Name = table.Name, Description = found is null ? shown : $"{shown}: {found}" };
    }

    private static void RequireSameColumns(DataFile file, IReadOnlyList<ColumnSchema> columns, DataFile first, IReadOnlyList<ColumnSchema> wanted)
    {
        var difference = columns.Count != wanted.Count
            ? string.Create(CultureInfo.InvariantCulture, $"{columns.Count} instead of {wanted.Count}")
            : columns.Zip(wanted).Index().FirstOrDefault(pair => !string.Equals(pair.Item.First.Name, pair.Item.Second.Name, StringComparison.OrdinalIgnoreCase)) is { Item.First: { } other } at
                ? string.Create(CultureInfo.InvariantCulture, $"column {at.Index + 1} is {other.Name} instead of {at.Item.Second.Name}")
                : null;
        if (difference is not null)
        {
            throw new SchemaException(FileErrors.OtherColumns(file.Shown, first.Shown, difference));
        }
    }
}
