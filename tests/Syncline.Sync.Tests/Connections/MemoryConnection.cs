using System.Runtime.CompilerServices;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Sync.Tests.Connections;

/// <summary>
/// A small system in memory with all of the contract: tables, keys, companions, row versions, writes with one outcome per row, and failures
/// on demand. It behaves as its doc comments say and holds no more cleverness than that, so that tests can trust it.
/// </summary>
internal sealed class MemoryConnection : IConnection
{
    private readonly Dictionary<string, MemoryTable> tables = new(StringComparer.OrdinalIgnoreCase);
    private long version;

    public MemoryConnection()
    {
        Writer = new MemoryWriter(this);
    }

    public ConnectionCapabilities Capabilities { get; set; } = new() { RowVersions = true, MaxWriteBatch = 100 };

    public ConnectionIdentity Identity { get; set; } = new() { System = "memory", SystemId = "5a1e0000-0000-4000-8000-000000000001", User = "tester" };

    /// <summary>The writer; null makes the connection read-only.</summary>
    public MemoryWriter? Writer { get; set; }

    IRowWriter? IConnection.Writer => Writer;

    /// <summary>Rows of a table after which reading breaks off with a <see cref="ReadException"/>; null reads all.</summary>
    public Dictionary<string, int> FailReadAfter { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Columns by which no row can be asked for.</summary>
    public HashSet<string> NotSearched { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every read request, in order.</summary>
    public List<ReadRequest> Reads { get; } = [];

    /// <summary>Makes a table; the primary key, when <paramref name="key"/> names one, stands first among the keys.</summary>
    public MemoryTable Table(string name, string? key, IReadOnlyList<ColumnSchema> columns, string? nameColumn = null, params string[][] alternateKeys) =>
        Table(new TableSchema
        {
            Summary = new TableSummary { Name = name },
            Columns = columns,
            Keys = [.. key is null ? [] : new[] { new TableKey("primary", [key], IsPrimary: true) }, .. alternateKeys.Select((k, i) => new TableKey($"alternate{i + 1}", k))],
            NameColumn = nameColumn,
        });

    public MemoryTable Table(TableSchema schema) =>
        tables[schema.Name] = new MemoryTable(schema, () => Interlocked.Increment(ref version));

    /// <summary>A table that is there.</summary>
    public MemoryTable this[string table] => tables.TryGetValue(table, out var found)
        ? found
        : throw new SchemaException(new ErrorDetail { Id = "ME0001", Phase = ErrorPhase.Schema, Message = $"There is no table {table}." });

    public ValueTask<ConnectionIdentity> IdentifyAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Identity);

    public async IAsyncEnumerable<TableSummary> ListTablesAsync(TableFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var table in tables.Values.Select(table => table.Schema.Summary).Where(filter.Accepts).OrderBy(table => table.Name, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return table;
        }
    }

    public ValueTask<TableSchema> DescribeTableAsync(string table, CancellationToken cancellationToken) => ValueTask.FromResult(this[table].Schema);

    public async IAsyncEnumerable<RowBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        lock (Reads)
        {
            Reads.Add(request);
        }

        var table = this[request.Table];
        var columns = (request.Columns ?? [.. table.Schema.Columns.Where(column => column.CanRead).Select(column => column.Name)])
            .Select(name => name == ReadRequest.RowVersionColumn
                ? new ColumnSchema { Name = name, Type = ColumnType.Of(ColumnKind.Text) }
                : table.Schema.Columns[MemoryTable.IndexIn(table.Schema, name)])
            .ToList();
        if (request.Keys is { Columns: var by } && by.Any(name => NotSearched.Contains(name)))
        {
            throw new SchemaException(new ErrorDetail { Id = "ME0004", Phase = ErrorPhase.Schema, Message = $"Rows of {request.Table} are not found by {string.Join(", ", by)}." });
        }

        if (request.Keys is not null && !Capabilities.ReadByKeys)
        {
            throw new NotSupportedException("This connection does not read by keys.");
        }

        var wanted = request.Keys is { } keys ? keys.Keys.SelectMany(key => table.FindAll(keys.Columns, key)).Distinct() : table.Rows;
        var rows = wanted.Take(request.MaxRows ?? int.MaxValue).ToList();
        var failAt = FailReadAfter.TryGetValue(request.Table, out var limit) ? limit : int.MaxValue;
        for (var start = 0; start < rows.Count || start == 0; start += request.BatchSize ?? 1000)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var builder = new RowBatchBuilder(columns);
            for (var i = start; i < Math.Min(rows.Count, start + (request.BatchSize ?? 1000)); i++)
            {
                if (i >= failAt)
                {
                    throw new ReadException(new ErrorDetail { Id = "ME0002", Phase = ErrorPhase.Read, Message = $"Reading {request.Table} broke off after {failAt} rows." });
                }

                builder.AppendRow([.. columns.Select(column => Cell(table, rows[i], column))]);
            }

            yield return builder.Build();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private object? Cell(MemoryTable table, MemoryRow row, ColumnSchema column)
    {
        if (column.Name == ReadRequest.RowVersionColumn)
        {
            return row.VersionText;
        }

        if (column.CompanionOf is not { } subject)
        {
            return table.Value(row, column.Name);
        }

        var value = table.Value(row, subject);
        var type = table.Schema.Find(subject)!.Type;
        if (value is null)
        {
            return null;
        }

        if (column.Name.EndsWith(".label", StringComparison.Ordinal))
        {
            return type.Choices.FirstOrDefault(choice => choice.Value == (int)value)?.Label;
        }

        foreach (var other in type.LookupTargets.Where(tables.ContainsKey).Select(name => tables[name]))
        {
            if (other.Find(other.Schema.PrimaryKey!.Columns, [value]) is { } found)
            {
                return column.Name.EndsWith(".table", StringComparison.Ordinal) ? other.Schema.Name : other.Value(found, other.Schema.NameColumn!);
            }
        }

        return null;
    }
}
