using System.Globalization;
using Syncline.Connectors.Dataverse.Tests.Scripted;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.Tests.Reading;

public sealed class ReadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_kind_of_column_is_read_as_its_own_kind()
    {
        await using var site = new ScriptedSite().WithTables().On("GET", "contacts?", """
            {"@odata.context":"https://x/$metadata#contacts(contactid)","value":[
              {"@odata.etag":"W/\"4711\"","contactid":"465B158C-541C-E511-80D3-3863BB347BA8","lastname":"M\u00fcller \"x\"","description":"Zeile 1\r\nZeile 2",
               "creditlimit":1200.50,"exchangerate":1.000000000000,"address1_latitude":48.13743,"donotemail":true,
               "birthdate":"1980-02-29","lastonholdtime":"2024-03-01T12:30:15Z","new_meetingtime":"2024-03-01T09:00:00Z",
               "gendercode@OData.Community.Display.V1.FormattedValue":"Female","gendercode":2,"new_interests":"4,1","statecode":0,
               "_parentcustomerid_value@OData.Community.Display.V1.FormattedValue":"Contoso","_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname":"account",
               "_parentcustomerid_value":"a16b3f4b-1be7-e611-8101-e0071b6af231","versionnumber":9007199254740993},
              {"@odata.etag":"W/\"4712\"","contactid":"465b158c-541c-e511-80d3-3863bb347ba9","lastname":null,"gendercode":null,"_parentcustomerid_value":null}]}
            """);
        await using var connection = site.Connect();

        using var rows = (await ReadAsync(connection, "contact",
            "contactid", "lastname", "description", "creditlimit", "exchangerate", "address1_latitude", "donotemail", "birthdate", "lastonholdtime",
            "new_meetingtime", "gendercode", "gendercode.label", "new_interests", "statecode", "parentcustomerid", "parentcustomerid.name",
            "parentcustomerid.table", "versionnumber", "@version")).Single();

        Row(rows, 0).ShouldBe(
        [
            new Guid("465b158c-541c-e511-80d3-3863bb347ba8"), "Müller \"x\"", "Zeile 1\r\nZeile 2", 1200.5m, 1m, 48.13743, true,
            new DateOnly(1980, 2, 29), new DateTime(2024, 3, 1, 12, 30, 15, DateTimeKind.Utc), new DateTime(2024, 3, 1, 9, 0, 0),
            2, "Female", "1,4", 0, new Guid("a16b3f4b-1be7-e611-8101-e0071b6af231"), "Contoso", "account", 9007199254740993L, "W/\"4711\"",
        ]);
        ((DateTime)rows.GetValue(8, 0)!).Kind.ShouldBe(DateTimeKind.Utc);
        ((DateTime)rows.GetValue(9, 0)!).Kind.ShouldBe(DateTimeKind.Unspecified);
        Row(rows, 1).Count(value => value is not null).ShouldBe(2);
    }

    [Fact]
    public async Task Only_the_columns_asked_for_are_selected_and_annotations_only_for_companions()
    {
        await using var site = new ScriptedSite().WithTables().On("GET", "contacts?", """{"value":[]}""");
        await using var connection = site.Connect();

        await ReadAsync(connection, "contact", "lastname", "parentcustomerid");
        await ReadAsync(connection, "contact", "parentcustomerid.table", "gendercode.label", "gendercode");
        await ReadAsync(connection, "contact", "@version");

        var reads = site.Requests.Where(request => request.Path.StartsWith("contacts", StringComparison.Ordinal)).ToList();
        reads.Select(read => read.Path).ShouldBe(
        [
            "contacts?$select=lastname,_parentcustomerid_value",
            "contacts?$select=_parentcustomerid_value,gendercode",
            "contacts?$select=contactid",
        ]);
        reads.Select(read => read.Header("Prefer")).ShouldBe(
        [
            "odata.maxpagesize=5000",
            "odata.maxpagesize=5000,odata.include-annotations=\"Microsoft.Dynamics.CRM.lookuplogicalname,OData.Community.Display.V1.FormattedValue\"",
            "odata.maxpagesize=5000",
        ]);
        reads.ShouldAllBe(read => read.Header("Authorization") == "Bearer token-1" && read.Header("OData-Version") == "4.0");
    }

    [Fact]
    public async Task Pages_are_followed_to_the_one_without_a_next_link_and_empty_pages_do_not_end_it()
    {
        await using var site = new ScriptedSite().WithTables();
        site.On("GET", "accounts?", request => SiteReply.Json(PageOf(request) switch
        {
            1 => $$"""{"value":[{"name":"A"},{"name":"B"}],"@odata.nextLink":"{{site.Origin}}/api/data/v9.2/accounts?$select=name&$skiptoken=2"}""",
            2 => $$"""{"value":[],"@odata.nextLink":"{{site.Origin}}/api/data/v9.2/accounts?$select=name&$skiptoken=3"}""",
            _ => """{"value":[{"name":"@odata.nextLink\":\"no"}]}""",
        }));
        await using var connection = site.Connect();

        var names = Names(await ReadAsync(connection, "account", "name"));

        names.ShouldBe(["A", "B", "@odata.nextLink\":\"no"]);
        site.Requests.Where(request => request.Path.StartsWith("accounts", StringComparison.Ordinal)).ShouldAllBe(request => request.Header("Prefer") == "odata.maxpagesize=5000");
    }

    [Fact]
    public async Task The_next_page_is_on_its_way_before_the_first_is_handed_out()
    {
        await using var site = new ScriptedSite().WithTables();
        var second = new TaskCompletionSource();
        site.On("GET", "accounts?", request =>
        {
            if (PageOf(request) == 1)
            {
                return SiteReply.Json($$"""{"value":[{"name":"A"}],"@odata.nextLink":"{{site.Origin}}/api/data/v9.2/accounts?$select=name&$skiptoken=2"}""");
            }

            second.TrySetResult();
            return SiteReply.Json("""{"value":[{"name":"B"}]}""");
        });
        await using var connection = site.Connect();

        await using var rows = connection.ReadAsync(new ReadRequest { Table = "account", Columns = ["name"] }, Cancellation).GetAsyncEnumerator(Cancellation);
        (await rows.MoveNextAsync()).ShouldBeTrue();
        await second.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation); // nobody has asked for the second batch
        (await rows.MoveNextAsync()).ShouldBeTrue();
        (await rows.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_reader_that_leaves_early_leaves_nothing_behind()
    {
        await using var site = new ScriptedSite().WithTables();
        site.On("GET", "accounts?", request => SiteReply.Json(
            $$"""{"value":[{"name":"A"}],"@odata.nextLink":"{{site.Origin}}/api/data/v9.2/accounts?$select=name&$skiptoken={{PageOf(request) + 1}}"}"""));
        await using var connection = site.Connect();

        await foreach (var batch in connection.ReadAsync(new ReadRequest { Table = "account", Columns = ["name"] }, Cancellation))
        {
            batch.Dispose();
            break;
        }

        site.Requests.Count(request => request.Path.StartsWith("accounts", StringComparison.Ordinal)).ShouldBeLessThanOrEqualTo(3);
    }

    [Theory]
    [InlineData(3, "accounts?$select=name&$top=3", null)]
    [InlineData(6000, "accounts?$select=name", "odata.maxpagesize=5000")]
    public async Task Fewer_rows_are_asked_of_the_server_as_such(int rows, string path, string? prefer)
    {
        await using var site = new ScriptedSite().WithTables();
        site.On("GET", "accounts?", """{"value":[{"name":"A"},{"name":"B"},{"name":"C"}]}""");
        await using var connection = site.Connect();

        var request = new ReadRequest { Table = "account", Columns = ["name"], MaxRows = rows };
        Names(await connection.ReadAsync(request, Cancellation).ToListAsync(Cancellation)).ShouldBe(["A", "B", "C"]);

        var read = site.Requests.Single(read => read.Path.StartsWith("accounts", StringComparison.Ordinal));
        (read.Path, read.Header("Prefer")).ShouldBe((path, prefer));
    }

    [Fact]
    public async Task No_more_rows_are_delivered_than_were_asked_for()
    {
        await using var site = new ScriptedSite().WithTables();
        var rows = string.Join(',', Enumerable.Range(0, 4000).Select(number => $$"""{"name":"{{number}}"}"""));
        site.On("GET", "accounts?", request => SiteReply.Json(
            $$"""{"value":[{{rows}}],"@odata.nextLink":"{{site.Origin}}/api/data/v9.2/accounts?$select=name&$skiptoken={{PageOf(request) + 1}}"}"""));
        await using var connection = site.Connect();

        var request = new ReadRequest { Table = "account", Columns = ["name"], MaxRows = 6000, BatchSize = 4000 };
        (await connection.ReadAsync(request, Cancellation).ToListAsync(Cancellation)).Sum(batch => batch.RowCount).ShouldBe(6000);
    }

    [Fact]
    public async Task An_odata_filter_is_passed_on_and_can_add_no_other_option()
    {
        await using var site = new ScriptedSite().WithTables().On("GET", "accounts?", """{"value":[]}""");
        await using var connection = site.Connect();

        var request = new ReadRequest { Table = "account", Columns = ["name"], Filter = new NativeFilter("odata", "name eq 'A&B' or name eq 'ü'&$top=1") };
        await connection.ReadAsync(request, Cancellation).ToListAsync(Cancellation);

        site.Requests[^1].RawPath.ShouldEndWith("&$filter=name%20eq%20%27A%26B%27%20or%20name%20eq%20%27%C3%BC%27%26%24top%3D1");
        connection.Capabilities.FilterLanguages.ShouldBe(["odata", "fetchxml", "view"]);
        var wrong = request with { Filter = new NativeFilter("sql", "name = 'A'") };
        (await Should.ThrowAsync<SchemaException>(async () => await connection.ReadAsync(wrong, Cancellation).ToListAsync(Cancellation))).Error.Id.ShouldBe("DV2005");
    }

    [Theory]
    [InlineData("""{"value":[{"name":"A"},""", "DV2101")]
    [InlineData("""{"value":[{"name":"A"}]""", "DV2101")]
    [InlineData("""{"value":[{"name":"A","name":"B"}]}""", "DV2101")]
    [InlineData("""{"error":{"code":"0x0","message":"late"}}""", "DV2101")]
    [InlineData("""{"@odata.context":"x"}""", "DV2101")]
    [InlineData("""{"value":[{"name":"A"}]} trailing""", "DV2101")]
    [InlineData("", "DV2101")]
    [InlineData("""{"value":[{"name":{"nested":1}}]}""", "DV2103")]
    [InlineData("""{"value":[{"numberofemployees":1.5}]}""", "DV2103")]
    [InlineData("""{"value":[{"_primarycontactid_value":"no id"}]}""", "DV2103")]
    [InlineData("""{"value":[{"revenue":1.1234567890123}]}""", "DV2103")]
    public async Task A_page_that_is_not_whole_is_never_taken_for_the_end(string page, string id)
    {
        await using var site = new ScriptedSite().WithTables().On("GET", "accounts?", page);
        await using var connection = site.Connect();

        var error = (await Should.ThrowAsync<ReadException>(async () => await ReadAsync(connection, "account", "name", "numberofemployees", "primarycontactid", "revenue"))).Error;

        error.Id.ShouldBe(id);
        error.Message.ShouldContain("\"account\"");
    }

    [Fact]
    public async Task A_connection_cut_within_a_page_is_an_error()
    {
        await using var site = new ScriptedSite().WithTables();
        site.On("GET", "accounts?", _ => SiteReply.Json("""{"value":[{"name":"A"},{"name":"B"}]}""") with { CutAfter = 20 });
        await using var connection = site.Connect();

        var error = (await Should.ThrowAsync<ReadException>(async () => await ReadAsync(connection, "account", "name"))).Error;

        (error.Id, error.Recovery).ShouldBe(("DV2101", Recovery.Retry));
    }

    [Theory]
    [InlineData("https://evil.example/api/data/v9.2/accounts?$skiptoken=2")]
    [InlineData("http://127.0.0.1:1/api/data/v9.2/accounts?$skiptoken=2")]
    public async Task A_next_link_that_leads_elsewhere_never_gets_the_token(string nextLink)
    {
        await using var site = new ScriptedSite().WithTables().On("GET", "accounts?", $$"""{"value":[{"name":"A"}],"@odata.nextLink":"{{nextLink}}"}""");
        await using var connection = site.Connect();

        (await Should.ThrowAsync<ReadException>(async () => await ReadAsync(connection, "account", "name"))).Error.Id.ShouldBe("DV2102");
    }

    [Fact]
    public async Task A_next_link_in_a_circle_is_an_error()
    {
        await using var site = new ScriptedSite().WithTables();
        site.On("GET", "accounts?", _ => SiteReply.Json($$"""{"value":[{"name":"A"}],"@odata.nextLink":"{{site.Origin}}/api/data/v9.2/accounts?$select=name&$skiptoken=2"}"""));
        await using var connection = site.Connect();

        (await Should.ThrowAsync<ReadException>(async () => await ReadAsync(connection, "account", "name"))).Error.Message.ShouldContain("circle");
    }

    [Fact]
    public async Task Wrong_columns_are_named_with_the_nearest_right_one()
    {
        await using var site = new ScriptedSite().WithTables();
        await using var connection = site.Connect();

        var unknown = (await Should.ThrowAsync<SchemaException>(async () => await ReadAsync(connection, "account", "acountnumber"))).Error;
        var twice = (await Should.ThrowAsync<SchemaException>(async () => await ReadAsync(connection, "account", "name", "Name"))).Error;

        (unknown.Id, unknown.Column).ShouldBe(("DV2002", "acountnumber"));
        unknown.Advice!.ShouldContain("\"accountnumber\"");
        twice.Id.ShouldBe("DV2003");
    }

    private static int PageOf(SiteRequest request)
    {
        var at = request.Path.IndexOf("$skiptoken=", StringComparison.Ordinal);
        return at < 0 ? 1 : int.Parse(request.Path[(at + "$skiptoken=".Length)..], CultureInfo.InvariantCulture);
    }

    private static async Task<List<RowBatch>> ReadAsync(DataverseConnection connection, string table, params string[] columns) =>
        await connection.ReadAsync(new ReadRequest { Table = table, Columns = columns }, Cancellation).ToListAsync(Cancellation);

    private static List<string> Names(IEnumerable<RowBatch> batches) =>
        [.. batches.SelectMany(batch => Enumerable.Range(0, batch.RowCount).Select(row => batch.GetText(0, row)))];

    private static object?[] Row(RowBatch rows, int row) => [.. Enumerable.Range(0, rows.Columns.Count).Select(column => rows.GetValue(column, row))];
}
