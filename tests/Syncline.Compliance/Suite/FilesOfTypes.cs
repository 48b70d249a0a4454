using Syncline.Core.Connectors;
using Syncline.Core.Rows;
using Syncline.Core.Writing;

namespace Syncline.Compliance.Suite;

/// <summary>A folder of files that only the connector itself can write: <c>contacts</c> with rows of every type, and <c>leads</c> with one row.</summary>
internal sealed class FilesOfTypes(IConnector connector, string extension) : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("syncline-compliance-").FullName;

    public IConnector Connector => connector;

    public ConnectionSettings Settings(string file, params (string Option, string Value)[] more) => new()
    {
        Name = "files",
        Connector = connector.Descriptor.Name,
        Options = more.Append(("path", Path.Combine(folder, file))).ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal),
    };

    public async ValueTask MakeAsync(ConnectorServices services)
    {
        await MakeAsync(services, "contacts", "id:integer, name, amount:decimal, size:number, active:boolean, born:date, seen:local-date-time",
            [1L, "Öztürk, \"Ada\"", 12.5m, 0.1, true, new DateOnly(1990, 2, 28), new DateTime(2024, 1, 31, 12, 30, 0)], [2L, "two\nlines", null, null, null, null, null], [3L, "漢 😀", -1m, 1e10, false, new DateOnly(2024, 2, 29), null], [4L, null, null, null, null, null, null]);
        await MakeAsync(services, "leads", "id, topic, note", ["L-1", "first", null]);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task MakeAsync(ConnectorServices services, string name, string columns, params object?[][] values)
    {
        var file = $"{name}.{extension}";
        await using var connection = await connector.ConnectAsync(Settings(file, ("columns", columns)), services, CancellationToken.None);
        var schema = await connection.DescribeTableAsync(file, CancellationToken.None);
        var builder = new RowBatchBuilder(schema.Columns);
        foreach (var row in values)
        {
            builder.AppendRow(row);
        }

        using var rows = builder.Build();
        var result = await connection.Writer!.WriteAsync(new WriteBatch { Table = file, Kind = WriteKind.Insert, Rows = rows }, CancellationToken.None);
        result.Outcomes.ShouldAllBe(outcome => outcome.Status == RowStatus.Done);
    }
}
