using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Tests.Sandbox;

/// <summary>Rows as plain values, for tests that read and write a few of them.</summary>
internal static class ConnectionRows
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<List<object?[]>> ReadRowsAsync(this IConnection connection, ReadRequest request)
    {
        var rows = new List<object?[]>();
        await foreach (var batch in connection.ReadAsync(request, Cancellation))
        {
            using (batch)
            {
                rows.AddRange(Enumerable.Range(0, batch.RowCount).Select(row => Enumerable.Range(0, batch.Columns.Count).Select(column => batch.GetValue(column, row)).ToArray()));
            }
        }

        return rows;
    }

    /// <summary>Rows found by one key column.</summary>
    public static Task<List<object?[]>> ReadByAsync(this IConnection connection, string table, string key, IEnumerable<Guid> ids, params string[] columns) =>
        connection.ReadRowsAsync(new ReadRequest { Table = table, Columns = columns, Keys = new KeyFilter([key], [.. ids.Select(id => new object[] { id })]) });

    public static async Task<IReadOnlyList<RowOutcome>> WriteRowsAsync(this IConnection connection, string table, WriteKind kind, string[] columns, string[] keys, params object?[][] rows)
    {
        var schema = await connection.DescribeTableAsync(table, Cancellation);
        var builder = new RowBatchBuilder([.. columns.Select(column => schema.Find(column)!)]);
        foreach (var row in rows)
        {
            builder.AppendRow(row);
        }

        using var batch = builder.Build();
        return (await connection.Writer!.WriteAsync(new WriteBatch { Table = table, Kind = kind, Rows = batch, KeyColumns = keys }, Cancellation)).Outcomes;
    }
}
