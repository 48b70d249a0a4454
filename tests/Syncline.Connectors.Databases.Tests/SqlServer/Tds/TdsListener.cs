using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Syncline.Connectors.Databases.Tests.SqlServer.Tds;

/// <summary>
/// The little of a SQL Server that a bulk copy needs, on a free port of this machine: it lets anybody in, knows one table, and keeps what is loaded into it.
/// MS-TDS 7.4 (https://learn.microsoft.com/openspecs/windows_protocols/ms-tds), without encryption. It runs no SQL: what comes, it writes down.
/// </summary>
internal sealed class TdsListener : IAsyncDisposable
{
    private const byte BatchRequest = 1;
    private const byte Attention = 6;
    private const byte BulkLoad = 7;
    private const byte TransactionRequest = 14;
    private const byte Login = 16;
    private const byte PreLogin = 18;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly IReadOnlyList<TdsColumn> table;
    private readonly Task accepting;

    /// <param name="table">Columns of the table that is there.</param>
    public TdsListener(IReadOnlyList<TdsColumn> table)
    {
        this.table = table;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What was asked for, in order: batches as their text, and the words BEGIN, COMMIT and ROLLBACK.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>Rows that were loaded, whether committed or not.</summary>
    public ConcurrentQueue<object?[]> Rows { get; } = [];

    /// <summary>Answers an error (number, text) to a bulk load in place of taking its rows; null for none.</summary>
    public Func<IReadOnlyList<object?[]>, (int Number, string Text)?> Refuse { get; set; } = static _ => null;

    /// <summary>Whether the connection is cut instead of answering a COMMIT.</summary>
    public bool CutsCommit { get; set; }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await accepting;
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var sessions = new List<Task>();
        try
        {
            while (true)
            {
                sessions.Add(ServeAsync(await listener.AcceptTcpClientAsync(end.Token)));
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(sessions);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        var stream = client.GetStream();
        try
        {
            while (await ReadAsync(stream) is var (type, message))
            {
                if (Answer(type, message) is not { } answer)
                {
                    return;
                }

                await WriteAsync(stream, answer);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException)
        {
            // The client has gone, or the test is over.
        }
    }

    private TdsAnswer? Answer(byte type, byte[] message) => type switch
    {
        PreLogin => new TdsAnswer().PreLogin(),
        Login => new TdsAnswer().LoggedIn(),
        TransactionRequest => AnswerTransaction(message),
        BatchRequest => AnswerBatch(Encoding.Unicode.GetString(AfterHeaders(message))),
        Attention => new TdsAnswer().Done(isAttention: true),
        BulkLoad => AnswerLoad(new TdsRows(message, table).ToList()),
        _ => throw new InvalidOperationException($"Nobody taught the listener requests of type {type}."),
    };

    private TdsAnswer? AnswerTransaction(byte[] message)
    {
        var request = AfterHeaders(message)[0];
        Requests.Enqueue(request switch { 5 => "BEGIN", 7 => "COMMIT", 8 => "ROLLBACK", _ => throw new InvalidOperationException($"A transaction request {request} is not known.") });
        return request == 7 && CutsCommit ? null : new TdsAnswer().Transaction(change: request == 5 ? (byte)8 : request == 7 ? (byte)9 : (byte)10).Done();
    }

    private TdsAnswer AnswerBatch(string text)
    {
        Requests.Enqueue(text);
        if (!text.Contains("sp_tablecollations_100", StringComparison.Ordinal))
        {
            return new TdsAnswer().Done();
        }

        // What a bulk copy asks first: whether a transaction is open, the columns of the table, their collations, and other names of columns.
        return new TdsAnswer()
            .Columns([new("", "int")]).Row([1], [new("", "int")]).Done(more: true)
            .Columns(table).Done(more: true)
            .Columns(TdsAnswer.CollationColumns).Collations(table).Done(more: true)
            .Columns([new("Canonical_Column_Name", "nvarchar", 128), new("Aliased_Column_Name", "nvarchar", 128)]).Done();
    }

    private TdsAnswer AnswerLoad(List<object?[]> rows)
    {
        if (Refuse(rows) is var (number, text))
        {
            Requests.Enqueue($"refused {rows.Count}");
            return new TdsAnswer().Error(number, text).Done(isError: true);
        }

        foreach (var row in rows)
        {
            Rows.Enqueue(row);
        }

        return new TdsAnswer().Done(count: rows.Count);
    }

    // ALL_HEADERS (2.2.5.3): its length comes first and counts itself.
    private static byte[] AfterHeaders(byte[] message) => message[BitConverter.ToInt32(message, 0)..];

    private async Task<(byte Type, byte[] Message)?> ReadAsync(NetworkStream stream)
    {
        using var message = new MemoryStream();
        var header = new byte[8];
        while (true)
        {
            if (await stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, end.Token) < header.Length)
            {
                return null;
            }

            var body = new byte[((header[2] << 8) | header[3]) - header.Length];
            await stream.ReadExactlyAsync(body, end.Token);
            message.Write(body);
            if ((header[1] & 1) != 0)
            {
                return (header[0], message.ToArray());
            }
        }
    }

    private async Task WriteAsync(NetworkStream stream, TdsAnswer answer)
    {
        const int MostBytes = 4000;
        var bytes = answer.ToArray();
        for (var sent = 0; sent < bytes.Length; sent += MostBytes)
        {
            var part = Math.Min(MostBytes, bytes.Length - sent);
            byte[] header = [4, (byte)(sent + part == bytes.Length ? 1 : 0), (byte)((part + 8) >> 8), (byte)(part + 8), 0, 0, 1, 0];
            await stream.WriteAsync((byte[])[.. header, .. bytes.AsSpan(sent, part)], end.Token);
        }
    }
}
