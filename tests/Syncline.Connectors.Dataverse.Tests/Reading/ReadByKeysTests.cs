using System.Globalization;
using Syncline.Connectors.Dataverse.Tests.Scripted;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.Tests.Reading;

public sealed class ReadByKeysTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Guid Row1 { get; } = new("465b158c-541c-e511-80d3-3863bb347ba8");

    [Fact]
    public async Task Values_are_written_as_their_column_needs_them()
    {
        await using var site = Site();
        await using var connection = site.Connect();
        connection.Capabilities.ReadByKeys.ShouldBeTrue();

        await ReadAsync(connection, "contact", ["contactid"], [Row1]);
        await ReadAsync(connection, "contact", ["lastname"], ["O'Neil & Söhne"]);
        await ReadAsync(connection, "contact", ["parentcustomerid"], [Row1]);
        await ReadAsync(connection, "contact", ["creditlimit"], [1200.50m]);
        await ReadAsync(connection, "contact", ["address1_latitude"], [48.5]);
        await ReadAsync(connection, "contact", ["donotemail"], [true]);
        await ReadAsync(connection, "contact", ["birthdate"], [new DateOnly(1980, 2, 29)]);
        await ReadAsync(connection, "contact", ["lastonholdtime"], [new DateTime(2024, 3, 1, 12, 30, 15, DateTimeKind.Utc)]);
        await ReadAsync(connection, "contact", ["gendercode"], [2]);
        await ReadAsync(connection, "contact", ["versionnumber"], [9007199254740993L]);

        Filters(site).ShouldBe(
        [
            $"contactid eq {Row1}", "lastname eq 'O''Neil & Söhne'", $"_parentcustomerid_value eq {Row1}", "creditlimit eq 1200.5", "address1_latitude eq 48.5",
            "donotemail eq true", "birthdate eq 1980-02-29", "lastonholdtime eq 2024-03-01T12:30:15Z", "gendercode eq 2", "versionnumber eq 9007199254740993",
        ]);
    }

    [Fact]
    public async Task A_key_of_several_columns_and_a_filter_hold_together()
    {
        await using var site = Site();
        await using var connection = site.Connect();
        var request = new ReadRequest
        {
            Table = "contact",
            Columns = ["fullname"],
            Keys = new KeyFilter(["lastname", "birthdate"], [["A", new DateOnly(2001, 2, 3)], ["B", new DateOnly(2002, 3, 4)]]),
            Filter = new NativeFilter("odata", "statecode eq 0 or statecode eq 1"),
        };

        await connection.ReadAsync(request, Cancellation).ToListAsync(Cancellation);

        Filters(site).ShouldBe(["(statecode eq 0 or statecode eq 1) and ((lastname eq 'A' and birthdate eq 2001-02-03) or (lastname eq 'B' and birthdate eq 2002-03-04))"]);
    }

    [Fact]
    public async Task Many_keys_are_cut_so_that_each_query_fits_and_every_key_is_asked_for_once()
    {
        await using var site = Site();
        await using var connection = site.Connect();
        var ids = Enumerable.Range(1, 250).Select(number => new Guid(number, 0, 0, new byte[8])).ToList();
        var texts = Enumerable.Range(1, 60).Select(number => number.ToString("d3", CultureInfo.InvariantCulture) + new string('漢', 100)).ToList();

        await ReadAsync(connection, "contact", ["contactid"], [.. ids, .. ids]);
        var byId = Filters(site);
        await ReadAsync(connection, "contact", ["lastname"], [.. texts]);
        var byText = Filters(site)[byId.Count..];

        byId.Select(Conditions).Select(conditions => conditions.Length).ShouldBe([100, 100, 50]);
        byId.SelectMany(Conditions).ShouldBe(ids.Select(id => $"contactid eq {id}"));
        byText.SelectMany(Conditions).ShouldBe(texts.Select(text => $"lastname eq '{text}'"));
        byText.Count.ShouldBeInRange(4, 5);
        site.Requests.ShouldAllBe(request => request.RawPath.Length < 16_000);
    }

    [Fact]
    public async Task A_query_never_has_more_comparisons_than_the_server_allows()
    {
        await using var site = Site();
        await using var connection = site.Connect();
        string[] columns = ["numberofemployees", "accountnumber", "name", "revenue", "primarycontactid"];
        var keys = Enumerable.Range(1, 100).Select(number => new object[] { (long)number, "a", "b", 1m, Row1 });

        await connection.ReadAsync(new ReadRequest { Table = "account", Columns = ["name"], Keys = new KeyFilter(columns, [.. keys]) }, Cancellation).ToListAsync(Cancellation);

        Filters(site).Select(filter => filter.Split(" eq ").Length - 1).ShouldAllBe(comparisons => comparisons <= 400);
        Filters(site).Sum(filter => Conditions(filter).Length).ShouldBe(100);
    }

    [Fact]
    public async Task Texts_that_find_the_same_row_stand_in_one_query()
    {
        await using var site = Site();
        await using var connection = site.Connect();
        var keys = Enumerable.Range(1, 150).Select(number => $"key {number}").ToList();

        await ReadAsync(connection, "account", ["name"], [.. keys, "KEY 1", "Key 1  "]);

        var first = Conditions(Filters(site)[0]);
        first[..3].ShouldBe(["name eq 'key 1'", "name eq 'KEY 1'", "name eq 'Key 1  '"]);
        Filters(site).Count.ShouldBe(2);
    }

    [Fact]
    public async Task No_keys_are_no_rows_without_asking_the_site()
    {
        await using var site = Site();
        await using var connection = site.Connect();

        (await ReadAsync(connection, "contact", ["contactid"])).ShouldBeEmpty();

        Filters(site).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rows_of_all_queries_come_and_no_more_than_were_asked_for()
    {
        await using var site = new ScriptedSite().WithTables();
        var answer = string.Join(',', Enumerable.Range(1, 100).Select(number => $$"""{"name":"{{number}}"}"""));
        site.On("GET", "accounts?", $$"""{"value":[{{answer}}]}""");
        await using var connection = site.Connect();
        var request = new ReadRequest { Table = "account", Columns = ["name"], Keys = new KeyFilter(["accountnumber"], [.. Enumerable.Range(1, 400).Select(number => new object[] { $"A-{number}" })]) };

        (await connection.ReadAsync(request, Cancellation).ToListAsync(Cancellation)).Sum(batch => batch.RowCount).ShouldBe(400);
        (await connection.ReadAsync(request with { MaxRows = 150 }, Cancellation).ToListAsync(Cancellation)).Sum(batch => batch.RowCount).ShouldBe(150);

        Filters(site).Count.ShouldBe(4 + 2);
    }

    [Theory]
    [InlineData("accountnumbr", "DV2002")]
    [InlineData("primarycontactid.name", "DV2007")]
    [InlineData("@version", "DV2007")]
    public async Task A_column_that_can_not_find_rows_is_refused(string column, string id)
    {
        await using var site = Site();
        await using var connection = site.Connect();

        (await Should.ThrowAsync<SchemaException>(async () => await ReadAsync(connection, "account", [column], ["A"]))).Error.Id.ShouldBe(id);

        Filters(site).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_with_a_value_missing_is_a_mistake_of_the_caller()
    {
        await using var site = Site();
        await using var connection = site.Connect();

        await Should.ThrowAsync<ArgumentException>(async () => await ReadAsync(connection, "account", ["accountnumber", "name"], ["only one"]));
        await Should.ThrowAsync<ArgumentException>(async () => await ReadAsync(connection, "account", ["accountnumber"], [null!]));
    }

    private static ScriptedSite Site() =>
        new ScriptedSite().WithTables().On("GET", "contacts?", """{"value":[]}""").On("GET", "accounts?", """{"value":[]}""");

    private static List<string> Filters(ScriptedSite site) =>
        [.. site.Requests.Select(request => request.Path.Split("&$filter=")).Where(parts => parts.Length == 2).Select(parts => parts[1].Split("&$top=")[0])];

    private static string[] Conditions(string filter) => filter.Split(" or ");

    private static async Task<List<RowBatch>> ReadAsync(DataverseConnection connection, string table, string[] columns, params object[] values) =>
        await connection.ReadAsync(
            new ReadRequest { Table = table, Columns = [table + "id"], Keys = new KeyFilter(columns, [.. values.Select(value => new[] { value })]) }, Cancellation).ToListAsync(Cancellation);
}
