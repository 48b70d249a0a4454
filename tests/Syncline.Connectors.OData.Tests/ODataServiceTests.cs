using Microsoft.AspNetCore.Http;
using Syncline.Connectors.OData.Tests.Service;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;
using Syncline.ODataService;

namespace Syncline.Connectors.OData.Tests;

public sealed class ODataServiceTests : IAsyncLifetime
{
    private readonly SocketsHttpHandler http = new() { AllowAutoRedirect = false };
    private ODataSite site = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        site = await ODataSite.StartAsync();
        for (var i = 1; i <= 5; i++)
        {
            site.Store.Contacts[$"C-{i}"] = new Contact { Number = $"C-{i}", Name = $"Name {i}", Visits = i };
        }
    }

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        http.Dispose();
    }

    [Fact]
    public async Task Metadata_tells_types_keys_and_nested_columns()
    {
        await using var connection = await ConnectAsync();

        var table = await connection.DescribeTableAsync("contacts", Token);

        table.PrimaryKey!.Columns.ShouldBe(["Number"]);
        table.Columns.ToDictionary(column => column.Name, column => column.Type.Kind).ShouldBe(new Dictionary<string, ColumnKind>
        {
            ["Number"] = ColumnKind.Text,
            ["Name"] = ColumnKind.Text,
            ["Note"] = ColumnKind.Text,
            ["Visits"] = ColumnKind.Integer,
            ["Balance"] = ColumnKind.Decimal,
            ["Weight"] = ColumnKind.Double,
            ["Active"] = ColumnKind.Boolean,
            ["Seen"] = ColumnKind.DateTime,
            ["Born"] = ColumnKind.Date,
            ["Calls"] = ColumnKind.Time,
            ["Reference"] = ColumnKind.Guid,
            ["Photo"] = ColumnKind.Binary,
            ["Rank"] = ColumnKind.Text,
            ["Address.City"] = ColumnKind.Text,
            ["Address.Zip"] = ColumnKind.Text,
            ["Tags"] = ColumnKind.Text,
            ["Version"] = ColumnKind.Integer,
        }, ignoreOrder: true);
        table.Find("Name")!.Type.MaxLength.ShouldBe(100);
        table.Find("Tags")!.CanUpdate.ShouldBeFalse();
        (await connection.DescribeTableAsync("Orders", Token)).PrimaryKey!.Columns.ShouldBe(["Year", "Number"], ignoreOrder: true);
    }

    [Fact]
    public async Task Pages_are_followed_and_filter_and_columns_are_left_to_the_service()
    {
        await using var connection = await ConnectAsync();

        (await ReadAsync(connection, new() { Table = "Contacts", Columns = ["Number"] })).ShouldBe([["C-1"], ["C-2"], ["C-3"], ["C-4"], ["C-5"]]);
        site.Store.Requests.Count(request => request.Contains("/Contacts", StringComparison.Ordinal)).ShouldBe(3);
        (await ReadAsync(connection, new() { Table = "Contacts", Columns = ["Visits"], Filter = new("odata", "Visits gt 3") })).ShouldBe([[4L], [5L]]);
        site.Store.Requests.ShouldContain("GET /odata/Contacts?$select=Visits,Number&$filter=(Visits gt 3)");
        (await ReadAsync(connection, new() { Table = "Contacts", Columns = ["Number"], Keys = new(["Number"], [["C-4"], ["C-9"], ["C-2"]]) })).ShouldBe([["C-2"], ["C-4"]]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_type_is_written_and_read_back_with_batches_and_without(bool hasBatches)
    {
        await using var other = await ODataSite.StartAsync(hasBatches);
        await using var connection = await ConnectAsync(("url", other.Url));
        string[] columns = ["Number", "Name", "Visits", "Balance", "Weight", "Active", "Seen", "Born", "Calls", "Reference", "Photo", "Rank", "Address.City", "Address.Zip"];
        object?[][] rows =
        [
            [
                "O'Neil & Söhne/1", "Ada", 7L, 12.34m, 0.5, true, new DateTime(2024, 1, 31, 12, 0, 0, 123, DateTimeKind.Utc), new DateOnly(2024, 2, 29), new TimeOnly(23, 59, 59),
                Guid.Parse("6f9619ff-8b86-d011-b42d-00c04fc964ff"), new byte[] { 0, 255, 250 }, "High", "Köln", "50667",
            ],
            ["2", .. new object?[13]],
        ];

        (await WriteAsync(connection, WriteKind.Insert, columns, rows)).ShouldBe(["Done", "Done"]);
        (await ReadAsync(connection, new() { Table = "Contacts", Columns = columns })).OrderBy(row => row[0] is "2").ShouldBe(rows);
        (await WriteAsync(connection, WriteKind.Update, ["Number", "Name", "Visits"], ["O'Neil & Söhne/1", null, 8L], ["2", "Two", null], ["none", "x", 1L])).ShouldBe(["Done", "Done", "Failed OD1403"]);
        other.Store.Contacts["O'Neil & Söhne/1"].Name.ShouldBeNull();
        other.Store.Contacts["O'Neil & Söhne/1"].Visits.ShouldBe(8);
        other.Store.Requests.Any(request => request.Contains("$batch", StringComparison.Ordinal)).ShouldBeTrue();
    }

    [Fact]
    public async Task Versions_of_rows_are_the_services_ETags()
    {
        await using var connection = await ConnectAsync();

        var versions = (await ReadAsync(connection, new() { Table = "Contacts", Columns = ["Number", ReadRequest.RowVersionColumn] })).Select(row => row[1]).ToList();

        versions.ShouldBe(Enumerable.Repeat("W/\"MQ==\"", 5));
    }

    [Fact]
    public async Task A_row_that_the_service_refuses_carries_its_code_and_text()
    {
        await using var connection = await ConnectAsync();
        using var rows = await RowsAsync(connection, ["Number", "Name"], ["C-7", new string('x', 101)]);

        var outcome = (await connection.Writer!.WriteAsync(new() { Table = "Contacts", Kind = WriteKind.Insert, Rows = rows }, Token)).Outcomes.Single();

        outcome.Error!.Id.ShouldBe("OD1401");
        outcome.Error.Message.ShouldBe("The service refused the row (400: The row breaks a rule.).");
        outcome.Error.ServerCode.ShouldBe("Rule");
    }

    [Theory]
    [InlineData(404, "", "OD1102", "has no $metadata")]
    [InlineData(403, "", "OD1103", "refuses access to the service (403)")]
    [InlineData(401, "", "OD1103", "does not accept the sign-in")]
    [InlineData(200, "<html><body>Hello</body></html>", "OD1101", "does not answer as an OData version 4 service")]
    [InlineData(200, "Hello", "OD1101", "does not answer as an OData version 4 service")]
    public async Task What_is_no_service_is_told(int status, string body, string id, string message)
    {
        site.Store.Instead = async context =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(body);
            return true;
        };
        await using var connection = await ConnectAsync();

        var error = (await Should.ThrowAsync<SynclineException>(async () => await connection.IdentifyAsync(Token))).Error;

        error.Id.ShouldBe(id);
        error.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("{\"value\":[{\"Number\":\"1\"}", "it is no JSON, or was cut off.")]
    [InlineData("{\"values\":[]}", "there is no list named value.")]
    [InlineData("{\"value\":[],\"@odata.nextLink\":\"http://elsewhere.example/next\"}", "it leads to another host, elsewhere.example.")]
    public async Task A_page_that_is_not_whole_is_never_taken_for_the_end(string page, string problem)
    {
        site.Store.Instead = async context =>
        {
            if (context.Request.Path.Value!.EndsWith("$metadata", StringComparison.Ordinal))
            {
                return false;
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(page);
            return true;
        };
        await using var connection = await ConnectAsync();

        var error = (await Should.ThrowAsync<ReadException>(() => ReadAsync(connection, new() { Table = "Contacts", Columns = ["Number"] }))).Error;

        error.Id.ShouldBe("OD1303");
        error.Message.ShouldEndWith(problem);
    }

    [Fact]
    public async Task A_user_and_a_token_are_sent_as_headers_and_a_lost_answer_leaves_rows_in_doubt()
    {
        string? seen = null;
        site.Store.Instead = context =>
        {
            seen = context.Request.Headers.Authorization;
            if (context.Request.Method != "GET")
            {
                context.Abort();
            }

            return Task.FromResult(context.Request.Method != "GET");
        };
        await using var basic = await ConnectAsync([("password", "pässword")], ("authentication", "basic"), ("user", "ada"));
        await basic.IdentifyAsync(Token);
        seen.ShouldBe("Basic YWRhOnDDpHNzd29yZA==");
        await using var bearer = await ConnectAsync([("token", "abc")], ("authentication", "bearer"));
        await bearer.IdentifyAsync(Token);
        seen.ShouldBe("Bearer abc");

        (await WriteAsync(bearer, WriteKind.Insert, ["Number"], ["X-1"], ["X-2"])).ShouldBe(["Unknown OD1405", "Unknown OD1405"]);
        (await WriteAsync(bearer, WriteKind.Insert, ["Number"], ["X-1"])).ShouldBe(["Unknown OD1405"]);
    }

    [Theory]
    [InlineData("url", "services.example.com", "OD1001")]
    [InlineData("url", "http://services.example.com/odata", "OD1001")]
    [InlineData("authentication", "basic", "OD1002")]
    [InlineData("authentication", "bearer", "OD1002")]
    [InlineData("authentication", "magic", "OD1003")]
    public async Task Wrong_settings_are_told_before_anything_is_sent(string option, string value, string id)
    {
        (await Should.ThrowAsync<ConfigurationException>(async () => await ConnectAsync((option, value)))).Error.Id.ShouldBe(id);
        site.Store.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Recovery.Retry, "Failed NET1001")]
    [InlineData(Recovery.Reconnect, "Unknown NET1001")]
    public async Task A_row_whose_request_does_not_get_through_leaves_no_doubt_about_the_others(Recovery recovery, string lost)
    {
        using var way = new Interrupted(http, request => request.RequestUri!.OriginalString.Contains("%C3%B6", StringComparison.OrdinalIgnoreCase), recovery);
        await using var connection = await ConnectAsync(way, []);

        var outcomes = await WriteAsync(connection, WriteKind.Update, ["Number", "Name"], ["C-1", "one"], ["C-2", "two"], ["ö", "three"]);

        outcomes.ShouldBe(["Done", "Done", lost]);
        site.Store.Contacts["C-1"].Name.ShouldBe("one");
    }

    [Fact]
    public async Task A_sign_in_that_ends_in_the_middle_leaves_no_doubt_about_the_rows_before_and_after()
    {
        await using var other = await ODataSite.StartAsync(hasBatches: false);
        await using var connection = await ConnectAsync(("url", other.Url));
        await connection.DescribeTableAsync("Contacts", Token);
        other.Store.Instead = context =>
        {
            var isRefused = context.Request.Method == "POST" && context.Request.Path.Value!.EndsWith("/Contacts", StringComparison.Ordinal) && other.Store.Contacts.ContainsKey("A-1");
            context.Response.StatusCode = isRefused ? 401 : 200;
            return Task.FromResult(isRefused);
        };

        (await WriteAsync(connection, WriteKind.Insert, ["Number"], ["A-1"])).ShouldBe(["Done"]);
        await Should.ThrowAsync<SignInException>(() => WriteAsync(connection, WriteKind.Insert, ["Number"], ["A-2"], ["A-3"]));
        (await WriteAsync(connection, WriteKind.Upsert, ["Number", "Name"], ["A-1", "changed"], ["A-4", "new"])).ShouldBe(["Done", "Failed OD1103"]);
        other.Store.Contacts.Keys.ShouldBe(["A-1"]);
        other.Store.Contacts["A-1"].Name.ShouldBe("changed");
    }

    [Fact]
    public async Task Single_requests_whose_sign_in_is_refused_fail_alone()
    {
        await using var other = await ODataSite.StartAsync(hasBatches: false);
        await using var connection = await ConnectAsync(("url", other.Url));
        foreach (var number in new[] { "A-1", "A-2", "A-3" })
        {
            other.Store.Contacts[number] = new Contact { Number = number };
        }

        other.Store.Instead = context =>
        {
            var isRefused = context.Request.Path.Value!.Contains("A-2", StringComparison.Ordinal);
            context.Response.StatusCode = isRefused ? 401 : 200;
            return Task.FromResult(isRefused);
        };

        (await WriteAsync(connection, WriteKind.Delete, ["Number"], ["A-1"], ["A-2"], ["A-3"])).ShouldBe(["Done", "Failed OD1103", "Done"]);
        other.Store.Contacts.Keys.ShouldBe(["A-2"]);
    }

    [Fact]
    public async Task Pages_that_lead_in_a_circle_end_the_read()
    {
        site.Store.Instead = async context =>
        {
            if (context.Request.Path.Value!.EndsWith("$metadata", StringComparison.Ordinal))
            {
                return false;
            }

            context.Response.ContentType = "application/json";
            var next = context.Request.QueryString.Value!.Contains("page=b", StringComparison.Ordinal) ? "a" : "b";
            await context.Response.WriteAsync($"{{\"value\":[{{\"Number\":\"1\"}}],\"@odata.nextLink\":\"{site.Url}/Contacts?page={next}\"}}");
            return true;
        };
        await using var connection = await ConnectAsync();

        var error = (await Should.ThrowAsync<ReadException>(() => ReadAsync(connection, new() { Table = "Contacts", Columns = ["Number"] }))).Error;

        error.Message.ShouldEndWith("its pages lead in a circle.");
    }

    private ValueTask<IConnection> ConnectAsync(params (string Option, string Value)[] options) => ConnectAsync([], options);

    private ValueTask<IConnection> ConnectAsync((string Option, string Value)[] secrets, params (string Option, string Value)[] options) => ConnectAsync(http, secrets, options);

    private ValueTask<IConnection> ConnectAsync(HttpMessageHandler way, (string Option, string Value)[] secrets, params (string Option, string Value)[] options)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal) { ["url"] = site.Url };
        foreach (var (option, value) in options)
        {
            all[option] = value;
        }

        var settings = new ConnectionSettings { Name = "service", Connector = "odata", Options = all, Secrets = secrets.ToDictionary(pair => pair.Option, pair => new Secret(pair.Value), StringComparer.Ordinal) };
        return new ODataConnector().ConnectAsync(settings, new ConnectorServices { HttpHandler = way, State = null! }, Token);
    }

    private static async Task<IReadOnlyList<object?[]>> ReadAsync(IConnection connection, ReadRequest request)
    {
        var rows = new List<object?[]>();
        await foreach (var batch in connection.ReadAsync(request, Token))
        {
            using (batch)
            {
                rows.AddRange(Enumerable.Range(0, batch.RowCount).Select(row => Enumerable.Range(0, batch.Columns.Count).Select(column => batch.GetValue(column, row)).ToArray()));
            }
        }

        return rows;
    }

    private static async Task<IReadOnlyList<string>> WriteAsync(IConnection connection, WriteKind kind, string[] columns, params object?[][] values)
    {
        using var rows = await RowsAsync(connection, columns, values);
        var result = await connection.Writer!.WriteAsync(new() { Table = "Contacts", Kind = kind, Rows = rows, KeyColumns = kind == WriteKind.Insert ? [] : ["Number"] }, Token);
        return [.. result.Outcomes.Select(outcome => outcome.Error is { } error ? $"{outcome.Status} {error.Id}" : outcome.Status.ToString())];
    }

    private static async Task<RowBatch> RowsAsync(IConnection connection, string[] columns, params object?[][] values)
    {
        var schema = await connection.DescribeTableAsync("Contacts", Token);
        var builder = new RowBatchBuilder([.. columns.Select(column => schema.Find(column)!)]);
        foreach (var row in values)
        {
            builder.AppendRow(row);
        }

        return builder.Build();
    }
}
