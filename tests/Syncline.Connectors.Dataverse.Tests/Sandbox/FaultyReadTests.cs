using System.Text;
using Syncline.Connectors.Dataverse.Reading.Ranges;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Writing;
using Syncline.Sandbox;

namespace Syncline.Connectors.Dataverse.Tests.Sandbox;

/// <summary>
/// Reads over a bad line, while others change the rows: a read either gives what it promises or says that it broke off, and a mirror that is kept by change
/// tracking is in the end what the site has. Each seed is a history of faults and changes of its own.
/// </summary>
public sealed class FaultyReadTests : IAsyncLifetime
{
    private static readonly RangeLimits Small = new() { LargeTable = 500, RowsPerRange = 150 };

    private readonly SocketsHttpHandler handler = new() { AllowAutoRedirect = false };
    private readonly Dictionary<Guid, HashSet<string>> names = [];
    private SandboxServer server = null!;
    private DataverseConnection others = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await SandboxServer.StartAsync(new SandboxOptions { SeedRows = 1_200, Limits = new() { Enabled = false } }, CancellationToken.None);
        others = Connect(null, DataverseOptions.TransportAuto);
        foreach (var (id, name) in await ReadAsync(others))
        {
            names.Add(id, [name]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await others.DisposeAsync();
        await server.DisposeAsync();
        handler.Dispose();
    }

    [Theory]
    [InlineData(1, false, false)]
    [InlineData(2, true, false)]
    [InlineData(3, true, false)]
    [InlineData(4, false, true)]
    [InlineData(5, true, true)]
    public async Task A_read_gives_each_row_that_stays_once_or_breaks_off(int seed, bool inRanges, bool overSoap)
    {
        var random = new Random(seed);
        await using var connection = Connect(inRanges ? Small : null, overSoap ? DataverseOptions.TransportOrganizationService : DataverseOptions.TransportAuto);
        await connection.DescribeTableAsync("account", Cancellation);
        var wholes = 0;
        for (var round = 0; round < 6; round++)
        {
            await FaultAsync(round == 5 ? [] : Faults(random, overSoap));
            var before = names.Keys.ToHashSet();
            var read = new List<Guid>();
            try
            {
                await foreach (var batch in connection.ReadAsync(new ReadRequest { Table = "account", Columns = ["accountid", "name"], BatchSize = 100 }, Cancellation))
                {
                    using (batch)
                    {
                        read.AddRange(Enumerable.Range(0, batch.RowCount).Select(row => batch.GetGuid(0, row)));
                        Enumerable.Range(0, batch.RowCount).Where(row => names.TryGetValue(batch.GetGuid(0, row), out var known) && !known.Contains(batch.GetText(1, row))).ShouldBeEmpty("values that the row never had");
                    }

                    await ChangeAsync(random);
                }
            }
            catch (SynclineException broken)
            {
                broken.Error.Recovery.ShouldBeOneOf(Recovery.Retry, Recovery.Reconnect);
                read.Distinct().Count().ShouldBe(read.Count);
                continue;
            }

            wholes++;
            read.Distinct().Count().ShouldBe(read.Count, $"seed {seed}, round {round}: a row came twice");
            before.Where(names.ContainsKey).Except(read).ShouldBeEmpty($"seed {seed}, round {round}: rows are missing");
        }

        wholes.ShouldBeGreaterThan(0);
        (await FaultsMetAsync()).ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public async Task A_mirror_that_is_kept_by_change_tracking_is_in_the_end_what_the_site_has(int seed, bool overSoap)
    {
        var random = new Random(seed);
        await using var connection = Connect(null, overSoap ? DataverseOptions.TransportOrganizationService : DataverseOptions.TransportAuto);
        await connection.DescribeTableAsync("account", Cancellation);
        var mirror = new Dictionary<Guid, string>();
        string? token = null;
        var deltas = 0;
        for (var round = 0; round < 12; round++)
        {
            await ChangeAsync(random);
            await FaultAsync(round % 3 == 2 ? [] : Faults(random, overSoap));
            var next = new Dictionary<Guid, string>(mirror);
            var (isFull, nextToken) = (false, default(string));
            try
            {
                var first = true;
                await foreach (var batch in connection.Changes.ReadAsync(new ReadRequest { Table = "account", Columns = ["accountid", "name"] }, token, Cancellation))
                {
                    using (batch)
                    {
                        if (first && batch.IsFull)
                        {
                            next.Clear();
                        }

                        (first, isFull, nextToken) = (false, batch.IsFull, batch.Token ?? nextToken);
                        for (var row = 0; row < (batch.Rows?.RowCount ?? 0); row++)
                        {
                            next[batch.Rows!.GetGuid(0, row)] = batch.Rows.GetText(1, row);
                        }

                        batch.DeletedKeys.Cast<Guid>().ToList().ForEach(id => next.Remove(id));
                    }

                    // Nobody holds still while changes are read, but in the last round.
                    if (round < 11)
                    {
                        await ChangeAsync(random);
                    }
                }
            }
            catch (SynclineException broken)
            {
                // What was read so far is thrown away, and the old token asked again.
                broken.Error.Recovery.ShouldBeOneOf(Recovery.Retry, Recovery.Reconnect);
                continue;
            }

            isFull.ShouldBe(token is null);
            deltas += isFull ? 0 : 1;
            (mirror, token) = (next, nextToken);
        }

        deltas.ShouldBeGreaterThan(1);
        (await FaultsMetAsync()).ShouldBeGreaterThan(0);
        mirror.Order(KeyOrder).ShouldBe((await ReadAsync(others)).Order(KeyOrder));
    }

    private static Comparer<KeyValuePair<Guid, string>> KeyOrder { get; } = Comparer<KeyValuePair<Guid, string>>.Create((one, other) => one.Key.CompareTo(other.Key));

    /// <summary>Faults of the requests that read; the first of them among the first pages.</summary>
    private static string[] Faults(Random random, bool overSoap) =>
    [
        .. Enumerable.Range(0, 3).Select(i =>
        {
            var kind = new[] { "reset-before", "reset-after", "truncated-body", "status" }[random.Next(4)];
            return $$"""{"kind":"{{kind}}","method":"{{(overSoap ? "POST" : "GET")}}","path":"{{(overSoap ? "Organization.svc" : "/accounts?")}}","skip":{{(i == 0 ? random.Next(2) : random.Next(20))}}{{(kind == "status" ? $",\"status\":{(random.Next(2) == 0 ? 503 : 500)}" : "")}}}""";
        }),
    ];

    /// <summary>Some rows are changed, some made, some removed, by somebody whose line is good.</summary>
    private async Task ChangeAsync(Random random)
    {
        var ids = names.Keys.Order().ToList();
        var changed = Enumerable.Range(0, 8).Select(_ => ids[random.Next(ids.Count)]).Distinct().ToList();
        var removed = Enumerable.Range(0, 2).Select(_ => ids[random.Next(ids.Count)]).Distinct().Except(changed).ToList();
        var made = Enumerable.Range(0, 3).Select(_ => NewId(random)).ToList();
        foreach (var id in changed.Concat(made))
        {
            names.TryAdd(id, []);
            names[id].Add(Name(id, names[id].Count));
        }

        await WriteAsync(WriteKind.Update, ["accountid", "name"], changed.Select(id => new object?[] { id, names[id].Last() }));
        await WriteAsync(WriteKind.Insert, ["accountid", "name", "overriddencreatedon"], made.Select(id => new object?[] { id, names[id].Last(), new DateTime(2019, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(random.Next(2_000)) }));
        await WriteAsync(WriteKind.Delete, ["accountid"], removed.Select(id => new object?[] { id }));
        removed.ForEach(id => names.Remove(id));
    }

    private static string Name(Guid id, int version) => $"{id:N} {version}";

    private static Guid NewId(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private async Task WriteAsync(WriteKind kind, string[] columns, IEnumerable<object?[]> rows)
    {
        if (rows.ToArray() is { Length: > 0 } some)
        {
            (await others.WriteRowsAsync("account", kind, columns, kind == WriteKind.Insert ? [] : ["accountid"], some)).ShouldAllBe(outcome => outcome.Status == RowStatus.Done);
        }
    }

    private static async Task<List<KeyValuePair<Guid, string>>> ReadAsync(DataverseConnection connection) =>
        [.. (await connection.ReadRowsAsync(new ReadRequest { Table = "account", Columns = ["accountid", "name"] })).Select(row => KeyValuePair.Create((Guid)row[0]!, (string)row[1]!))];

    private async Task FaultAsync(string[] faults)
    {
        using var client = new HttpClient();
        var address = new Uri(server.Addresses.Site + "/_sandbox/faults");
        (await client.DeleteAsync(address, Cancellation)).EnsureSuccessStatusCode();
        using var body = new StringContent($"[{string.Join(",", faults)}]", Encoding.UTF8, "application/json");
        (await client.PostAsync(address, body, Cancellation)).EnsureSuccessStatusCode();
    }

    private async Task<int> FaultsMetAsync()
    {
        using var client = new HttpClient();
        using var stats = System.Text.Json.JsonDocument.Parse(await client.GetStringAsync(new Uri(server.Addresses.Site + "/_sandbox/stats"), Cancellation));
        return stats.RootElement.GetProperty("faults").GetInt32();
    }

    private DataverseConnection Connect(RangeLimits? limits, string transport)
    {
        var app = server.Options.Directory.ConfidentialClient;
        var services = new ConnectorServices { HttpHandler = handler, State = new MemoryState() };
        var settings = DataverseSettings.From(new ConnectionSettings
        {
            Name = "faults",
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
}
