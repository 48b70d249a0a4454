using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Databases.Tests.Beds;

/// <summary>An open connection with short ways to read and write.</summary>
internal sealed class DatabaseBed(IConnection connection) : IAsyncDisposable
{
    public IConnection Connection => connection;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<DatabaseBed> OpenAsync(IConnector connector, ConnectionSettings settings) =>
        new(await connector.ConnectAsync(settings, new ConnectorServices { HttpHandler = new SocketsHttpHandler(), State = new NoState() }, Cancellation));

    /// <summary>Writes rows; a value that is missing is sent as null.</summary>
    public async Task<IReadOnlyList<RowOutcome>> WriteAsync(WriteKind kind, string table, string[] columns, string[] key, params object?[][] rows)
    {
        var schema = await connection.DescribeTableAsync(table, Cancellation);
        var builder = new RowBatchBuilder([.. columns.Select(column => schema.Find(column)!)]);
        foreach (var row in rows)
        {
            builder.AppendRow(row);
        }

        using var batch = builder.Build();
        return (await connection.Writer!.WriteAsync(new WriteBatch { Table = table, Kind = kind, Rows = batch, KeyColumns = key }, Cancellation)).Outcomes;
    }

    /// <summary>Rows as lines of text, in ordinal order.</summary>
    public async Task<IReadOnlyList<string>> LinesAsync(string table, string[]? columns = null, string? filter = null)
    {
        var lines = new List<string>();
        var request = new ReadRequest { Table = table, Columns = columns, Filter = filter is null ? null : new NativeFilter("sql", filter) };
        await foreach (var batch in connection.ReadAsync(request, Cancellation))
        {
            using (batch)
            {
                for (var row = 0; row < batch.RowCount; row++)
                {
                    lines.Add(string.Join(" | ", Enumerable.Range(0, batch.Columns.Count).Select(column => Shown(batch.GetValue(column, row)))));
                }
            }
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    /// <summary>The error with which reading ends.</summary>
    public async Task<ErrorDetail> ReadErrorAsync(string table, string? filter = null, string[]? columns = null)
    {
        try
        {
            await LinesAsync(table, columns, filter);
        }
        catch (SynclineException exception)
        {
            return exception.Error;
        }

        throw new InvalidOperationException($"{table} was read without an error.");
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private static string Shown(object? value) => value switch
    {
        null => "∅",
        byte[] bytes => Convert.ToHexString(bytes),
        IFormattable formattable => formattable.ToString(value is DateTime or DateOnly or TimeOnly ? "O" : null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
