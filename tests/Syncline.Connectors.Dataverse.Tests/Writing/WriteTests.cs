using System.Collections;
using System.Collections.Concurrent;
using System.Text.Json;
using Syncline.Connectors.Dataverse.Tests.Scripted;
using Syncline.Core.Errors;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Tests.Writing;

public sealed class WriteTests
{
    private const string CreateMultiple = "accounts/Microsoft.Dynamics.CRM.CreateMultiple";
    private const string UpdateMultiple = "accounts/Microsoft.Dynamics.CRM.UpdateMultiple";
    private const string UpsertMultiple = "accounts/Microsoft.Dynamics.CRM.UpsertMultiple";
    private const string Offered = """{"value":[{"sdkmessagefilterid":"11111111-2222-3333-4444-555555555555"}]}""";
    private const string NotOffered = """{"value":[]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_rows_go_by_one_bulk_message_and_get_their_ids_in_order()
    {
        await using var site = Site().On("POST", CreateMultiple, request => Created(request).With("x-ms-dop-hint", "7"));
        await using var connection = site.Connect();

        var result = await connection.Writer.WriteAsync(await Batch(connection, WriteKind.Insert, "account", ["name", "numberofemployees"], [], ["A", 5L], ["B", null]), Cancellation);

        var sent = Writes(site).Single();
        sent.Body.ShouldBe("""{"Targets":[{"@odata.type":"Microsoft.Dynamics.CRM.account","name":"A","numberofemployees":5},{"@odata.type":"Microsoft.Dynamics.CRM.account","name":"B","numberofemployees":null}]}""");
        sent.Header("Content-Type").ShouldBe("application/json; charset=utf-8");
        result.Outcomes.ShouldBe(
        [
            new RowOutcome { Status = RowStatus.Done, Id = "00000000-0000-0000-0000-00000000000a" },
            new RowOutcome { Status = RowStatus.Done, Id = "00000000-0000-0000-0000-00000000000b" },
        ]);
        result.RecommendedParallelism.ShouldBe(7);
    }

    [Fact]
    public async Task Every_kind_of_value_is_written_as_the_server_takes_it()
    {
        await using var site = Site().On("POST", "contacts", _ => SiteReply.NoContent.With("OData-EntityId", "https://x/api/data/v9.2/contacts(465B158C-541C-E511-80D3-3863BB347BA8)"));
        await using var connection = site.Connect();
        var account = Guid.Parse("A16B3F4B-1BE7-E611-8101-E0071B6AF231");

        var result = await connection.Writer.WriteAsync(
            await Batch(connection, WriteKind.Insert, "contact",
                ["lastname", "description", "creditlimit", "address1_latitude", "donotemail", "birthdate", "lastonholdtime", "new_meetingtime", "gendercode",
                    "new_interests", "parentcustomerid", "parentcustomerid.table", "ownerid", "ownerid.table", "new_accountmanagerid"], [],
                ["Müller \"x\" <b>", "a\nb", 1200.50m, 48.13743, true, new DateOnly(1980, 2, 29), new DateTime(2024, 3, 1, 12, 30, 15, DateTimeKind.Utc),
                    new DateTime(2024, 3, 1, 9, 0, 0), 2, "1,4", account, "account", account, "team", null]),
            Cancellation);

        result.Outcomes.Single().Id.ShouldBe("465b158c-541c-e511-80d3-3863bb347ba8");
        Writes(site).Single().Body.ShouldBe(
            """
            {"lastname":"Müller \"x\" <b>","description":"a\nb","creditlimit":1200.5,"address1_latitude":48.13743,"donotemail":true,"birthdate":"1980-02-29",
            "lastonholdtime":"2024-03-01T12:30:15Z","new_meetingtime":"2024-03-01T09:00:00Z","gendercode":2,"new_interests":"1,4",
            "parentcustomerid_account@odata.bind":"/accounts(a16b3f4b-1be7-e611-8101-e0071b6af231)",
            "ownerid@odata.bind":"/teams(a16b3f4b-1be7-e611-8101-e0071b6af231)","new_AccountManagerId@odata.bind":null}
            """.Replace("\n", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_sent_cells_travel_and_null_clears()
    {
        await using var site = Site().On("POST", UpdateMultiple, _ => SiteReply.NoContent);
        await using var connection = site.Connect();
        var batch = await Batch(connection, WriteKind.Update, "account", ["accountid", "name", "accountnumber"], ["accountid"], [Id(1), "A", null], [Id(2), "B", "7"]);

        await connection.Writer.WriteAsync(batch with { Sent = [Bits(false, false, true), Bits(false, true, false)] }, Cancellation);

        Writes(site).Single().Targets.Select(target => target.GetRawText()).ShouldBe(
        [
            """{"@odata.type":"Microsoft.Dynamics.CRM.account","accountid":"00000000-0000-0000-0000-000000000001","accountnumber":null}""",
            """{"@odata.type":"Microsoft.Dynamics.CRM.account","accountid":"00000000-0000-0000-0000-000000000002","name":"B"}""",
        ]);
    }

    [Fact]
    public async Task Upsert_by_alternate_key_reports_inserted_or_updated()
    {
        await using var site = Site().On("GET", "sdkmessagefilters", NotOffered).On("PATCH", "accounts(", request => SiteReply.Json(
            """{"accountid":"00000000-0000-0000-0000-00000000000A"}""", request.Path.Contains("O''Hara", StringComparison.Ordinal) ? 201 : 200));
        await using var connection = site.Connect();

        var result = await connection.Writer.WriteAsync(await Batch(connection, WriteKind.Upsert, "account", ["accountnumber", "name"], ["accountnumber"], ["O'Hara", "A"], ["x&y", "B"]), Cancellation);

        result.Outcomes.Select(outcome => outcome.Inserted).ShouldBe([true, false]);
        result.Outcomes.ShouldAllBe(outcome => outcome.Id == "00000000-0000-0000-0000-00000000000a");
        Writes(site).Select(request => (request.RawPath, request.Header("Prefer"), request.Body)).ShouldBe(
        [
            ("/api/data/v9.2/accounts(accountnumber=%27O%27%27Hara%27)?$select=accountid", "return=representation", """{"name":"A"}"""),
            ("/api/data/v9.2/accounts(accountnumber=%27x%26y%27)?$select=accountid", "return=representation", """{"name":"B"}"""),
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task Bulk_upsert_names_rows_by_their_key()
    {
        await using var site = Site().On("POST", UpsertMultiple, _ => SiteReply.NoContent);
        await using var connection = site.Connect();

        await connection.Writer.WriteAsync(await Batch(connection, WriteKind.Upsert, "account", ["accountnumber", "name"], ["accountnumber"], ["A/1", "A"], ["A-2", "B"]), Cancellation);
        var byId = await connection.Writer.WriteAsync(await Batch(connection, WriteKind.Upsert, "account", ["accountid", "name"], ["accountid"], [Id(1), "A"], [Id(2), "B"]), Cancellation);

        Writes(site)[0].Targets[0].GetRawText().ShouldBe("""{"@odata.type":"Microsoft.Dynamics.CRM.account","@odata.id":"accounts(accountnumber='A/1')","name":"A"}""");
        Writes(site)[1].Targets[0].GetRawText().ShouldBe("""{"@odata.type":"Microsoft.Dynamics.CRM.account","accountid":"00000000-0000-0000-0000-000000000001","name":"A"}""");
        byId.Outcomes.Select(outcome => (outcome.Status, outcome.Id, outcome.Inserted)).ShouldBe([(RowStatus.Done, Id(1).ToString(), null), (RowStatus.Done, Id(2).ToString(), null)]);
    }

    [Fact]
    public async Task A_refused_bulk_request_is_split_until_the_bad_rows_stand_alone()
    {
        var written = new ConcurrentBag<string>();
        SiteReply Take(IReadOnlyList<JsonElement> rows, Func<SiteReply> done)
        {
            var taken = rows.Select(row => row.GetProperty("name").GetString()!).ToList();
            if (taken.Exists(name => name.StartsWith("bad", StringComparison.Ordinal)))
            {
                return SiteReply.Fault(400, "0x80044331", "A validation error occurred.  The length of the 'name' attribute of the 'account' entity exceeded the maximum allowed length of '160'.");
            }

            taken.ForEach(written.Add);
            return done();
        }

        await using var site = Site()
            .On("POST", "accounts", request => Take([request.Json], () => SiteReply.NoContent.With("OData-EntityId", $"https://x/accounts({Id(77)})")))
            .On("POST", CreateMultiple, request => Take(request.Targets, () => Created(request)));
        await using var connection = site.Connect();
        var names = Enumerable.Range(0, 40).Select(number => number is 3 or 29 ? $"bad{number}" : $"good{number}").ToList();

        var result = await connection.Writer.WriteAsync(await Batch(connection, WriteKind.Insert, "account", ["name"], [], [.. names.Select(name => new object?[] { name })]), Cancellation);

        written.Order(StringComparer.Ordinal).ShouldBe(names.Where(name => name.StartsWith("good", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        result.Outcomes.Select((outcome, row) => (outcome.Status, row)).Where(pair => pair.Status == RowStatus.Failed).Select(pair => pair.row).ShouldBe([3, 29]);
        var error = result.Outcomes[3].Error!;
        (error.Id, error.Column, error.ServerCode, error.Recovery).ShouldBe(("DV3002", "name", "0x80044331", Recovery.SkipRow));
        error.Message.ShouldContain("160");
        Writes(site).Count.ShouldBeLessThan(25);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_table_without_bulk_messages_gets_single_requests_and_is_asked_once(bool siteTells)
    {
        await using var site = Site()
            .On("POST", "accounts", _ => SiteReply.NoContent.With("OData-EntityId", $"https://x/accounts({Id(9)})"))
            .On("POST", CreateMultiple, _ => SiteReply.Fault(400, "0x80040800", "The 'CreateMultiple' method does not support entities of type 'account'."))
            .On("GET", "sdkmessagefilters", _ => siteTells ? SiteReply.Json(NotOffered) : SiteReply.Fault(403, "0x80040220", "Principal user is missing prvReadSdkMessageFilter privilege"));
        await using var connection = site.Connect();

        for (var round = 0; round < 2; round++)
        {
            var result = await connection.Writer.WriteAsync(await Batch(connection, WriteKind.Insert, "account", ["name"], [], ["A"], ["B"]), Cancellation);
            result.Outcomes.ShouldAllBe(outcome => outcome.Status == RowStatus.Done && outcome.Id == Id(9).ToString());
        }

        Writes(site).Count(request => request.Path == "accounts").ShouldBe(4);
        Writes(site).Count(request => request.Path == CreateMultiple).ShouldBe(siteTells ? 0 : 1);
        site.Requests.Count(request => request.Path.StartsWith("sdkmessagefilters", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task An_update_can_never_create_a_row()
    {
        await using var site = Site().On("PATCH", "accounts(", _ => SiteReply.Fault(404, "0x80040217", $"Entity 'account' With Id = {Id(1)} Does Not Exist"));
        await using var connection = site.Connect();

        var result = await connection.Writer.WriteAsync(await Batch(connection, WriteKind.Update, "account", ["accountid", "name"], ["accountid"], [Id(1), "A"]), Cancellation);

        Writes(site).Single().Header("If-Match").ShouldBe("*");
        (result.Outcomes[0].Status, result.Outcomes[0].Error!.Id).ShouldBe((RowStatus.Failed, "DV3007"));
    }

    [Fact]
    public async Task A_row_with_an_expected_version_goes_alone_under_that_condition()
    {
        await using var site = Site()
            .On("POST", UpdateMultiple, _ => SiteReply.NoContent)
            .On("PATCH", $"accounts({Id(2)})", _ => SiteReply.Fault(412, "0x80060882", "The version of the existing record doesn't match the RowVersion property provided."))
            .On("PATCH", $"accounts({Id(4)})", _ => SiteReply.Fault(404, "0x80040217", $"Entity 'account' With Id = {Id(4)} Does Not Exist"));
        await using var connection = site.Connect();
        var batch = await Batch(connection, WriteKind.Update, "account", ["accountid", "name"], ["accountid"], [Id(1), "A"], [Id(2), "B"], [Id(3), "C"], [Id(4), "D"]);

        var result = await connection.Writer.WriteAsync(batch with { ExpectedVersions = [null, "W/\"12\"", null, "W/\"14\""] }, Cancellation);

        result.Outcomes.Select(outcome => outcome.Status).ShouldBe([RowStatus.Done, RowStatus.Conflict, RowStatus.Done, RowStatus.Conflict]);
        (result.Outcomes[1].Error!.Id, result.Outcomes[3].Error!.Id).ShouldBe(("DV3014", "DV3007"));
        Writes(site).Where(request => request.Method == "PATCH").Select(request => request.Header("If-Match")).ShouldBe(["W/\"12\"", "W/\"14\""], ignoreOrder: true);
        Writes(site).Single(request => request.Method == "POST").Targets.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Deleting_a_row_that_is_gone_is_done()
    {
        await using var site = Site()
            .On("DELETE", "accounts(", _ => SiteReply.NoContent)
            .On("DELETE", $"accounts({Id(2)})", _ => SiteReply.Fault(404, "0x80040217", $"Entity 'account' With Id = {Id(2)} Does Not Exist"))
            .On("DELETE", $"accounts({Id(3)})", _ => SiteReply.Fault(412, "0x80060882", "The version of the existing record doesn't match the RowVersion property provided."));
        await using var connection = site.Connect();
        var batch = await Batch(connection, WriteKind.Delete, "account", ["accountid"], ["accountid"], [Id(1)], [Id(2)], [Id(3)]);

        var result = await connection.Writer.WriteAsync(batch with { ExpectedVersions = [null, null, "W/\"1\""] }, Cancellation);

        result.Outcomes.Select(outcome => (outcome.Status, outcome.Id)).ShouldBe([(RowStatus.Done, Id(1).ToString()), (RowStatus.Done, Id(2).ToString()), (RowStatus.Conflict, null)]);
    }

    [Fact]
    public async Task After_a_throttle_nothing_more_is_sent_and_the_wait_is_passed_on()
    {
        await using var site = Site().On("DELETE", "accounts(", _ => SiteReply.Fault(429, "0x80072322", "Number of requests exceeded the limit of 6000 over time window of 300 seconds.").With("Retry-After", "17"));
        await using var connection = site.Connect();
        var batch = await Batch(connection, WriteKind.Delete, "account", ["accountid"], ["accountid"], [.. Enumerable.Range(1, 50).Select(number => new object?[] { Id(number) })]);

        var result = await connection.Writer.WriteAsync(batch, Cancellation);

        result.RetryAfter.ShouldBe(TimeSpan.FromSeconds(17));
        result.Outcomes.ShouldAllBe(outcome => outcome.Status == RowStatus.Failed && outcome.Error!.Recovery == Recovery.Retry && outcome.Error.RetryAfter == TimeSpan.FromSeconds(17));
        Writes(site).Count.ShouldBeLessThanOrEqualTo(4);
    }

    [Fact]
    public async Task A_throttled_bulk_request_is_not_split()
    {
        await using var site = Site().On("POST", CreateMultiple, _ => new SiteReply(503, "busy", "text/plain").With("Retry-After", "5"));
        await using var connection = site.Connect();

        var result = await connection.Writer.WriteAsync(await Batch(connection, WriteKind.Insert, "account", ["name"], [], ["A"], ["B"], ["C"], ["D"]), Cancellation);

        result.Outcomes.ShouldAllBe(outcome => outcome.Status == RowStatus.Failed && outcome.Error!.Recovery == Recovery.Retry);
        (result.RetryAfter, Writes(site).Count).ShouldBe((TimeSpan.FromSeconds(5), 1));
    }

    [Fact]
    public async Task A_site_that_is_busy_before_the_first_row_is_an_outcome_too()
    {
        await using var site = Site().On("GET", "sdkmessagefilters", _ => SiteReply.Fault(429, "0x80072326", "Number of concurrent requests exceeded the limit of 52.").With("Retry-After", "9"));
        await using var connection = site.Connect();

        var result = await connection.Writer.WriteAsync(await Batch(connection, WriteKind.Insert, "account", ["name"], [], ["A"], ["B"]), Cancellation);

        result.RetryAfter.ShouldBe(TimeSpan.FromSeconds(9));
        result.Outcomes.ShouldAllBe(outcome => outcome.Status == RowStatus.Failed && outcome.Error!.Recovery == Recovery.Retry);
        Writes(site).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("gateway")]
    [InlineData("half")]
    public async Task A_lost_reply_leaves_its_rows_unknown_and_nothing_is_sent_again(string how)
    {
        await using var site = Site().On("POST", CreateMultiple, request => how switch
        {
            "cut" => SiteReply.NoContent with { CutAfter = 0 },
            "gateway" => new SiteReply(502, "<html>Bad gateway</html>", "text/html"),
            _ => Created(request) with { CutAfter = 12 },
        });
        await using var connection = site.Connect();

        var result = await connection.Writer.WriteAsync(await Batch(connection, WriteKind.Insert, "account", ["name"], [], ["A"], ["B"], ["C"], ["D"]), Cancellation);

        result.Outcomes.ShouldAllBe(outcome => outcome.Status == RowStatus.Unknown && outcome.Error!.Id == "DV1107");
        Writes(site).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_listens_means_nothing_was_sent()
    {
        var site = Site();
        await using var connection = site.Connect();
        var batch = await Batch(connection, WriteKind.Delete, "account", ["accountid"], ["accountid"], [Id(1)]);
        await site.StopListeningAsync();

        var result = await connection.Writer.WriteAsync(batch, Cancellation);

        (result.Outcomes[0].Status, result.Outcomes[0].Error!.Recovery).ShouldBe((RowStatus.Failed, Recovery.Retry));
        await site.DisposeAsync();
    }

    [Fact]
    public async Task A_dead_sign_in_is_an_exception_when_no_row_was_touched()
    {
        await using var site = Site().On("DELETE", "accounts(", _ => new SiteReply(401));
        await using var connection = site.Connect();
        var batch = await Batch(connection, WriteKind.Delete, "account", ["accountid"], ["accountid"], [Id(1)]);

        var error = (await Should.ThrowAsync<SignInException>(async () => await connection.Writer.WriteAsync(batch, Cancellation))).Error;

        (error.Id, error.Recovery).ShouldBe(("DV1201", Recovery.SignInAgain));
        Writes(site).Select(request => request.Header("Authorization")).ShouldBe(["Bearer token-1", "Bearer token-2"]);
    }

    [Fact]
    public async Task A_sign_in_that_dies_within_a_batch_keeps_the_outcomes_so_far()
    {
        var answered = 0;
        await using var site = Site()
            .On("DELETE", "accounts(", _ => Interlocked.Increment(ref answered) <= 4 ? SiteReply.NoContent : new SiteReply(401));
        await using var connection = site.Connect();
        var batch = await Batch(connection, WriteKind.Delete, "account", ["accountid"], ["accountid"], [.. Enumerable.Range(1, 20).Select(number => new object?[] { Id(number) })]);

        var result = await connection.Writer.WriteAsync(batch, Cancellation);

        result.Outcomes.Count(outcome => outcome.Status == RowStatus.Done).ShouldBe(4);
        result.Outcomes.Where(outcome => outcome.Status != RowStatus.Done).ShouldAllBe(outcome => outcome.Status == RowStatus.Failed && outcome.Error!.Recovery == Recovery.SignInAgain);
    }

    [Fact]
    public async Task Cancelling_before_anything_was_sent_throws()
    {
        await using var site = Site();
        await using var connection = site.Connect();
        var batch = await Batch(connection, WriteKind.Delete, "account", ["accountid"], ["accountid"], [Id(1)]);

        await Should.ThrowAsync<OperationCanceledException>(async () => await connection.Writer.WriteAsync(batch, new CancellationToken(canceled: true)));
        Writes(site).ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelling_later_leaves_the_rows_in_flight_unknown()
    {
        using var cancel = new CancellationTokenSource();
        await using var site = Site().On("DELETE", "accounts(", _ =>
        {
            cancel.Cancel();
            return SiteReply.NoContent with { CutAfter = 0 };
        });
        await using var connection = site.Connect();
        var batch = await Batch(connection, WriteKind.Delete, "account", ["accountid"], ["accountid"], [.. Enumerable.Range(1, 20).Select(number => new object?[] { Id(number) })]);

        var result = await connection.Writer.WriteAsync(batch, cancel.Token);

        result.Outcomes.Count(outcome => outcome.Status == RowStatus.Unknown).ShouldBeInRange(1, 4);
        result.Outcomes.Where(outcome => outcome.Status != RowStatus.Unknown).ShouldAllBe(outcome => outcome.Status == RowStatus.Failed && outcome.Error!.Recovery == Recovery.Retry);
    }

    [Fact]
    public async Task A_polymorphic_lookup_without_its_table_is_not_sent_and_the_others_are()
    {
        await using var site = Site().On("POST", "contacts", _ => SiteReply.NoContent);
        await using var connection = site.Connect();
        var batch = await Batch(connection, WriteKind.Insert, "contact", ["lastname", "parentcustomerid", "parentcustomerid.table"], [],
            ["A", Id(1), null], ["B", Id(1), "lead"], ["C", null, null]);

        var result = await connection.Writer.WriteAsync(batch, Cancellation);

        result.Outcomes.Select(outcome => (outcome.Status, outcome.Error?.Id, outcome.Error?.Column)).ShouldBe(
            [(RowStatus.Failed, "DV3011", "parentcustomerid"), (RowStatus.Failed, "DV3011", "parentcustomerid"), (RowStatus.Done, null, null)]);
        Writes(site).Single().Body.ShouldBe("""{"lastname":"C","parentcustomerid_account@odata.bind":null}""");
    }

    [Fact]
    public async Task An_empty_key_is_a_failed_row()
    {
        await using var site = Site().On("DELETE", "accounts(", _ => SiteReply.NoContent);
        await using var connection = site.Connect();

        var result = await connection.Writer.WriteAsync(await Batch(connection, WriteKind.Delete, "account", ["accountnumber"], ["accountnumber"], ["A"], [null]), Cancellation);

        result.Outcomes.Select(outcome => (outcome.Status, outcome.Error?.Id)).ShouldBe([(RowStatus.Done, null), (RowStatus.Failed, "DV3016")]);
    }

    [Theory]
    [InlineData(WriteKind.Insert, new[] { "nosuch" }, new string[0], "DV2002")]
    [InlineData(WriteKind.Insert, new[] { "versionnumber" }, new string[0], "DV2004")]
    [InlineData(WriteKind.Update, new[] { "numberofemployees", "name" }, new[] { "numberofemployees" }, "DV2007")]
    [InlineData(WriteKind.Update, new[] { "name" }, new[] { "accountid" }, "DV2007")]
    [InlineData(WriteKind.Delete, new[] { "name" }, new[] { "name" }, "DV2007")]
    public async Task A_batch_that_can_not_work_is_refused_as_a_whole(WriteKind kind, string[] columns, string[] keys, string id)
    {
        await using var site = Site();
        await using var connection = site.Connect();
        var schema = new ColumnSchema { Name = "x", Type = ColumnType.Of(ColumnKind.Text) };
        var builder = new RowBatchBuilder([.. columns.Select(column => schema with { Name = column })]);
        builder.AppendRow([.. columns.Select(_ => (object?)"1")]);

        var error = (await Should.ThrowAsync<SchemaException>(async () => await connection.Writer.WriteAsync(
            new WriteBatch { Table = "account", Kind = kind, Rows = builder.Build(), KeyColumns = keys }, Cancellation))).Error;

        error.Id.ShouldBe(id);
        Writes(site).ShouldBeEmpty();
    }

    private static ScriptedSite Site() => new ScriptedSite().WithTables().On("GET", "sdkmessagefilters", Offered);

    private static IReadOnlyList<SiteRequest> Writes(ScriptedSite site) => [.. site.Requests.Where(request => request.Method != "GET" && request.Path != "$batch")];

    internal static Guid Id(int number) => new($"00000000-0000-0000-0000-{number:d12}");

    private static BitArray Bits(params bool[] bits) => new(bits);

    private static SiteReply Created(SiteRequest request) => SiteReply.Json(
        $$"""{"@odata.context":"x","Ids":[{{string.Join(',', request.Targets.Select((_, index) => $"\"00000000-0000-0000-0000-{index + 10:X12}\""))}}]}""");

    internal static async Task<WriteBatch> Batch(DataverseConnection connection, WriteKind kind, string table, string[] columns, string[] keys, params object?[][] rows)
    {
        var schema = await connection.DescribeTableAsync(table, Cancellation);
        var builder = new RowBatchBuilder([.. columns.Select(column => schema.Find(column)!)]);
        foreach (var row in rows)
        {
            builder.AppendRow(row);
        }

        return new WriteBatch { Table = table, Kind = kind, Rows = builder.Build(), KeyColumns = keys };
    }
}
