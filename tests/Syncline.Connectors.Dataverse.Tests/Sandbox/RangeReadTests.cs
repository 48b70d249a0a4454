using System.Text;
using Syncline.Connectors.Dataverse.Reading.Ranges;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Writing;
using Syncline.Sandbox;

namespace Syncline.Connectors.Dataverse.Tests.Sandbox;

/// <summary>Reading in ranges against a site of its own, whose rows change under the reader.</summary>
public sealed class RangeReadTests : IAsyncLifetime
{
    private const int Seeded = 3000;

    private static readonly RangeLimits Small = new() { LargeTable = 1000, RowsPerRange = 250 };

    private readonly SocketsHttpHandler handler = new() { AllowAutoRedirect = false };
    private SandboxServer server = null!;
    private DataverseConnection ranges = null!;
    private DataverseConnection onePass = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await SandboxServer.StartAsync(new SandboxOptions { SeedRows = Seeded }, CancellationToken.None);
        ranges = Connect(Small);
        onePass = Connect(null);
    }

    public async ValueTask DisposeAsync()
    {
        await ranges.DisposeAsync();
        await onePass.DisposeAsync();
        await server.DisposeAsync();
        handler.Dispose();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("numberofemployees gt 100 or numberofemployees eq null")]
    public async Task A_table_read_in_ranges_has_the_rows_of_one_pass(string? filter)
    {
        var request = new ReadRequest { Table = "account", Columns = ["accountid", "name", "createdon", "ownerid.name"], Filter = filter is null ? null : new NativeFilter("odata", filter) };

        var inRanges = await ReadAsync(ranges, request);

        inRanges.Order(StringComparer.Ordinal).ShouldBe((await ReadAsync(onePass, request)).Order(StringComparer.Ordinal));
        inRanges.Count.ShouldBeGreaterThan(1000);
        (await QueriesAsync("createdon ge")).ShouldBeGreaterThan(8);
    }

    [Fact]
    public async Task While_rows_change_each_row_that_stays_is_read_once_and_none_twice()
    {
        var before = (await ReadAsync(onePass, new ReadRequest { Table = "account", Columns = ["accountid"] })).Select(Guid.Parse).ToList();
        var read = new List<Guid>();
        var gone = new HashSet<Guid>();
        var batches = 0;
        await foreach (var batch in ranges.ReadAsync(new ReadRequest { Table = "account", Columns = ["accountid", "name"], BatchSize = 100 }, Cancellation))
        {
            using (batch)
            {
                read.AddRange(Enumerable.Range(0, batch.RowCount).Select(row => batch.GetGuid(0, row)));
            }

            // Others change, remove and make rows all over the table between one batch and the next.
            var at = batches++ * 61;
            await WriteAsync(WriteKind.Update, ["accountid", "name"], [.. Enumerable.Range(at, 40).Select(i => new object?[] { before[i % before.Count], $"Changed {i}" }).Where(row => !gone.Contains((Guid)row[0]!))]);
            await WriteAsync(WriteKind.Insert, ["accountid", "name", "overriddencreatedon"],
                [.. Enumerable.Range(0, 5).Select(i => new object?[] { Guid.NewGuid(), "New", new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(at + i) })]);
            Guid[] removed = [.. Enumerable.Range(0, 3).Select(i => before[((at * 7) + (i * 997)) % before.Count]).Where(gone.Add)];
            await WriteAsync(WriteKind.Delete, ["accountid"], [.. removed.Select(id => new object?[] { id })]);
        }

        batches.ShouldBeGreaterThan(20);
        read.Distinct().Count().ShouldBe(read.Count);
        before.Where(id => !gone.Contains(id)).Except(read).ShouldBeEmpty();
    }

    [Fact]
    public async Task Small_tables_limited_reads_and_reads_in_order_are_one_pass()
    {
        await ReadAsync(ranges, new ReadRequest { Table = "account", Columns = ["name"], MaxRows = 2000 });
        await ReadAsync(ranges, new ReadRequest { Table = "account", Columns = ["name"], InOrder = true });
        await ReadAsync(ranges, new ReadRequest { Table = "product", Columns = ["name"] });
        await ReadAsync(ranges, new ReadRequest { Table = "account", Columns = ["name"], Filter = new NativeFilter("fetchxml", "<filter><condition attribute='name' operator='not-null'/></filter>") });

        (await QueriesAsync("createdon")).ShouldBe(0);
    }

    [Fact]
    public async Task A_site_that_does_not_count_is_read_in_one_pass()
    {
        await FaultAsync("""[{"kind":"status","path":"$apply","status":500,"times":null}]""");

        (await ReadAsync(ranges, new ReadRequest { Table = "account", Columns = ["accountid"] })).Count.ShouldBeGreaterThanOrEqualTo(Seeded);

        (await QueriesAsync("createdon ge")).ShouldBe(0);
    }

    [Fact]
    public async Task A_range_that_breaks_off_breaks_the_read_off()
    {
        await FaultAsync("""[{"kind":"status","path":"$filter=createdon%20ge","status":500,"skip":5}]""");

        var error = (await Should.ThrowAsync<ReadException>(async () => await ReadAsync(ranges, new ReadRequest { Table = "account", Columns = ["accountid"] }))).Error;

        (error.Phase, error.Recovery).ShouldBe((ErrorPhase.Read, Recovery.Retry));
    }

    [Fact]
    public async Task Leaving_early_ends_the_reads_beside_it()
    {
        await foreach (var batch in ranges.ReadAsync(new ReadRequest { Table = "account", Columns = ["name"], BatchSize = 10 }, Cancellation))
        {
            batch.Dispose();
            break;
        }

        (await ReadAsync(ranges, new ReadRequest { Table = "account", Columns = ["accountid"] })).Count.ShouldBeGreaterThanOrEqualTo(Seeded);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("numberofemployees gt 100 or numberofemployees eq null")]
    public async Task Over_the_Organization_Service_a_table_read_in_ranges_has_the_rows_of_one_pass_too(string? filter)
    {
        await using var soap = Connect(Small, DataverseOptions.TransportOrganizationService);
        var request = new ReadRequest { Table = "account", Columns = ["accountid", "name", "createdon", "ownerid.name"], Filter = filter is null ? null : new NativeFilter("odata", filter) };

        var inRanges = await ReadAsync(soap, request);

        inRanges.Order(StringComparer.Ordinal).ShouldBe((await ReadAsync(onePass, request)).Order(StringComparer.Ordinal));
        inRanges.SequenceEqual(await ReadAsync(onePass, request)).ShouldBeFalse("they come in the order of the ranges");
    }

    private DataverseConnection Connect(RangeLimits? limits, string transport = DataverseOptions.TransportAuto)
    {
        var app = server.Options.Directory.ConfidentialClient;
        var services = new ConnectorServices { HttpHandler = handler, State = new MemoryState() };
        var settings = DataverseSettings.From(new ConnectionSettings
        {
            Name = "ranges",
            Connector = "dynamics-365",
            Options = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["url"] = server.Addresses.Site,
                ["token-url"] = server.Addresses.TokenUrl,
                ["client-id"] = app.Id.ToString(),
                ["grant-type"] = "client_credentials",
                ["transport"] = transport,
            },
            Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["client-secret"] = new(app.Secret!) },
        }) with
        { Ranges = limits };
        return DataverseConnector.Open(settings, services, DataverseConnector.Tokens(settings, services));
    }

    private async Task FaultAsync(string orders)
    {
        using var client = new HttpClient();
        using var body = new StringContent(orders, Encoding.UTF8, "application/json");
        (await client.PostAsync(new Uri(server.Addresses.Site + "/_sandbox/faults"), body, Cancellation)).EnsureSuccessStatusCode();
    }

    private async Task<int> QueriesAsync(string text)
    {
        using var client = new HttpClient();
        var journal = await client.GetStringAsync(new Uri(server.Addresses.Site + "/_sandbox/requests"), Cancellation);
        return Uri.UnescapeDataString(journal).Split("$filter=").Skip(1).Count(query => query.Split('"')[0].Contains(text, StringComparison.Ordinal));
    }

    private async Task WriteAsync(WriteKind kind, string[] columns, object?[][] rows)
    {
        if (rows.Length == 0)
        {
            return;
        }

        var schema = await onePass.DescribeTableAsync("account", Cancellation);
        var builder = new RowBatchBuilder([.. columns.Select(column => schema.Find(column)!)]);
        foreach (var row in rows)
        {
            builder.AppendRow(row);
        }

        using var batch = builder.Build();
        var result = await onePass.Writer.WriteAsync(new WriteBatch { Table = "account", Kind = kind, Rows = batch, KeyColumns = kind == WriteKind.Insert ? [] : ["accountid"] }, Cancellation);
        result.Outcomes.ShouldAllBe(outcome => outcome.Status == RowStatus.Done);
    }

    private static async Task<List<string>> ReadAsync(DataverseConnection connection, ReadRequest request)
    {
        var rows = new List<string>();
        await foreach (var batch in connection.ReadAsync(request, Cancellation))
        {
            using (batch)
            {
                rows.AddRange(Enumerable.Range(0, batch.RowCount).Select(row => string.Join('|', Enumerable.Range(0, batch.Columns.Count).Select(column => batch.GetValue(column, row)))));
            }
        }

        return rows;
    }
}
