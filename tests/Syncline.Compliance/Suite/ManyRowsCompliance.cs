using System.Globalization;
using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Writing;

namespace Syncline.Compliance.Suite;

/// <summary>
/// A million rows go in and come out while memory holds a few batches of them. These tests run alone: they look at the memory of the whole process.
/// </summary>
[Collection(nameof(Alone))]
public abstract class ManyRowsCompliance
{
    private const int Rows = 1_000_000;
    private const long MostMegabytes = 48; // the rows are more than 120 MB

    private static readonly SocketsHttpHandler Http = new() { AllowAutoRedirect = false };

    /// <summary>The connector under test.</summary>
    protected abstract IConnector Connector { get; }

    /// <summary>Settings of a connection to a system with an empty table <c>many</c>: <c>id</c>, a whole number and the primary key, and <c>note</c>, a text.</summary>
    protected abstract ConnectionSettings Settings { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_million_rows_are_written_and_read_in_bounded_memory()
    {
        await using var connection = await Connector.ConnectAsync(Settings, new ConnectorServices { HttpHandler = Http, State = new VolatileState() }, Cancellation);
        var schema = await connection.DescribeTableAsync("many", Cancellation);
        var size = connection.Capabilities.MaxWriteBatch;
        var start = Megabytes();
        var most = 0L;

        for (var first = 0; first < Rows; first += size)
        {
            var builder = new RowBatchBuilder([schema.Find("id")!, schema.Find("note")!]);
            for (var id = first; id < first + size; id++)
            {
                builder.AppendRow((long)id, Note(id));
            }

            using var rows = builder.Build();
            var result = await connection.Writer!.WriteAsync(new WriteBatch { Table = "many", Kind = WriteKind.Insert, Rows = rows }, Cancellation);
            result.Outcomes.Count(outcome => outcome.Status == RowStatus.Done).ShouldBe(size);
            most = first % (Rows / 10) == 0 ? Math.Max(most, Megabytes() - start) : most;
        }

        most.ShouldBeLessThan(MostMegabytes, "megabytes held while rows are written");
        (most, var read, var sum) = (0L, 0L, 0L);
        await foreach (var batch in connection.ReadAsync(new ReadRequest { Table = "many", Columns = ["id", "note"] }, Cancellation))
        {
            using (batch)
            {
                var before = read;
                for (var row = 0; row < batch.RowCount; row++)
                {
                    sum += batch.GetInt64(0, row);
                }

                batch.GetValue(1, 0).ShouldBe(Note((int)batch.GetInt64(0, 0)));
                read += batch.RowCount;
                most = before / (Rows / 10) < read / (Rows / 10) ? Math.Max(most, Megabytes() - start) : most;
            }
        }

        (read, sum).ShouldBe((Rows, (long)Rows * (Rows - 1) / 2));
        most.ShouldBeLessThan(MostMegabytes, "megabytes held while rows are read");
    }

    private static string Note(int id) => string.Create(CultureInfo.InvariantCulture, $"{id:D8} ").PadRight(120, 'ö');

    private static long Megabytes() => GC.GetTotalMemory(forceFullCollection: true) >> 20;
}
