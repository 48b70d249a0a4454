using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Sync.Tests.Applying;

/// <summary>A target that outlives its process: contacts in an SQLite file, each row committed on its own, so that a kill can land between two rows of a batch.</summary>
internal sealed class FileTarget(string path) : IConnection, IRowWriter
{
    private static readonly IReadOnlyList<ColumnSchema> Columns =
    [
        new() { Name = "id", Type = ColumnType.Of(ColumnKind.Guid) },
        new() { Name = "code", Type = ColumnType.Of(ColumnKind.Text) },
        new() { Name = "name", Type = ColumnType.Of(ColumnKind.Text) },
    ];

    public ConnectionCapabilities Capabilities { get; } = new() { ReadByKeys = true, MaxWriteBatch = 20 };

    public IRowWriter Writer => this;

    public static TableSchema Schema { get; } = new()
    {
        Summary = new TableSummary { Name = "contact" },
        Columns = Columns,
        Keys = [new TableKey("primary", ["id"], IsPrimary: true)],
    };

    public ValueTask<ConnectionIdentity> IdentifyAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ConnectionIdentity { System = "file", SystemId = "file-1" });

    public async IAsyncEnumerable<TableSummary> ListTablesAsync(TableFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield return Schema.Summary;
    }

    public ValueTask<TableSchema> DescribeTableAsync(string table, CancellationToken cancellationToken) => ValueTask.FromResult(Schema);

    public async IAsyncEnumerable<RowBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wanted = request.Keys?.Keys.Select(key => (Guid)key[0]).ToHashSet();
        var columns = (request.Columns ?? []).Select(name => Schema.Find(name)!).ToList();
        var batch = new RowBatchBuilder(columns);
        foreach (var row in await RowsAsync())
        {
            if (wanted?.Contains(row.Id) ?? true)
            {
                batch.AppendRow([.. columns.Select(column => column.Name switch { "id" => (object?)row.Id, "code" => row.Code, _ => row.Name })]);
            }
        }

        yield return batch.Build();
    }

    public async ValueTask<WriteResult> WriteAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync();
        var outcomes = new List<RowOutcome>();
        for (var row = 0; row < batch.Rows.RowCount; row++)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = batch.Kind switch
            {
                WriteKind.Insert => "INSERT INTO contact (id, code, name) VALUES ($id, $code, $name) ON CONFLICT DO NOTHING",
                WriteKind.Update => "UPDATE contact SET name = $name WHERE id = $id",
                _ => "DELETE FROM contact WHERE id = $id",
            };
            foreach (var name in (string[])["id", "code", "name"])
            {
                var index = batch.Rows.IndexOf(name);
                command.Parameters.AddWithValue($"${name}", index < 0 ? DBNull.Value : batch.Rows.GetValue(index, row)?.ToString() ?? (object)DBNull.Value);
            }

            outcomes.Add(await command.ExecuteNonQueryAsync(CancellationToken.None) == 1 || batch.Kind == WriteKind.Delete
                ? RowOutcome.Done
                : RowOutcome.Failed(new ErrorDetail { Id = "ME0003", Phase = ErrorPhase.Write, Message = "There is such a row, or there is none.", Recovery = Recovery.SkipRow }));
        }

        return new WriteResult { Outcomes = outcomes };
    }

    public async Task FillAsync(IEnumerable<(Guid Id, string Code, string Name)> rows)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL; CREATE TABLE contact (id TEXT PRIMARY KEY, code TEXT, name TEXT)";
        await command.ExecuteNonQueryAsync();
        foreach (var row in rows)
        {
            command.CommandText = $"INSERT INTO contact VALUES ('{row.Id}', '{row.Code}', '{row.Name}')";
            await command.ExecuteNonQueryAsync();
        }
    }

    public async Task<IReadOnlyList<(Guid Id, string Code, string Name)>> RowsAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, code, name FROM contact ORDER BY code";
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(Guid, string, string)>();
        while (await reader.ReadAsync())
        {
            rows.Add((Guid.Parse(reader.GetString(0)), reader.GetString(1), reader.GetString(2)));
        }

        return rows;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<SqliteConnection> OpenAsync()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        await connection.OpenAsync();
        return connection;
    }
}
