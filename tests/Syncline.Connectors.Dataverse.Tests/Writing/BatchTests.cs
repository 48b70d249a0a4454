using System.Text;
using Syncline.Connectors.Dataverse.Tests.Scripted;
using Syncline.Connectors.Dataverse.WebApi.Batches;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Errors;
using Syncline.Core.Writing;
using static Syncline.Connectors.Dataverse.Tests.Writing.WriteTests;

namespace Syncline.Connectors.Dataverse.Tests.Writing;

public sealed class BatchTests
{
    private const string UpdateMultiple = "accounts/Microsoft.Dynamics.CRM.UpdateMultiple";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_with_expected_versions_go_in_one_request_each_under_its_own_condition()
    {
        await using var site = Site()
            .On("PATCH", "accounts(", _ => SiteReply.NoContent.With("OData-EntityId", $"https://x/api/data/v9.2/accounts({Id(1)})"))
            .On("PATCH", $"accounts({Id(2)})", _ => SiteReply.Fault(412, "0x80060882", "The version of the existing record doesn't match the RowVersion property provided."))
            .On("PATCH", $"accounts({Id(3)})", _ => SiteReply.Fault(400, "0x80044331", "The length of the 'name' attribute of the 'account' entity exceeded the maximum allowed length of '160'."));
        await using var connection = site.Connect();
        var batch = await Batch(connection, WriteKind.Update, "account", ["accountid", "name"], ["accountid"], [Id(1), "Ä \"1\""], [Id(2), "B"], [Id(3), "C"]);

        var result = await connection.Writer.WriteAsync(batch with { ExpectedVersions = ["W/\"11\"", "W/\"12\"", "W/\"13\""] }, Cancellation);

        result.Outcomes.Select(outcome => (outcome.Status, outcome.Error?.Id)).ShouldBe([(RowStatus.Done, null), (RowStatus.Conflict, "DV3014"), (RowStatus.Failed, "DV3002")]);
        result.Outcomes[0].Id.ShouldBe(Id(1).ToString());
        Sent(site).Count.ShouldBe(1);
        Sent(site)[0].Header("Prefer").ShouldBe("odata.continue-on-error");
        var operations = Operations(site);
        operations.Select(operation => (operation.Method, operation.Path, operation.Header("If-Match"), operation.Body)).ShouldBe(
        [
            ("PATCH", $"accounts({Id(1)})", "W/\"11\"", """{"name":"Ä \"1\""}"""),
            ("PATCH", $"accounts({Id(2)})", "W/\"12\"", """{"name":"B"}"""),
            ("PATCH", $"accounts({Id(3)})", "W/\"13\"", """{"name":"C"}"""),
        ]);
    }

    [Fact]
    public async Task Deletions_go_in_one_request_and_rows_that_are_gone_are_done()
    {
        await using var site = Site()
            .On("DELETE", "accounts(", _ => SiteReply.NoContent)
            .On("DELETE", $"accounts({Id(7)})", _ => SiteReply.Fault(404, "0x80040217", $"Entity 'account' With Id = {Id(7)} Does Not Exist"));
        await using var connection = site.Connect();
        var batch = await Batch(connection, WriteKind.Delete, "account", ["accountid"], ["accountid"], [.. Enumerable.Range(1, 20).Select(number => new object?[] { Id(number) })]);

        var result = await connection.Writer.WriteAsync(batch, Cancellation);

        result.Outcomes.Select(outcome => (outcome.Status, outcome.Id)).ShouldBe(Enumerable.Range(1, 20).Select(number => (RowStatus.Done, (string?)Id(number).ToString())));
        (Sent(site).Count, Operations(site).Count).ShouldBe((1, 20));
    }

    [Fact]
    public async Task The_last_rows_of_a_refused_bulk_request_are_told_apart_by_one_batch()
    {
        await using var site = Site()
            .On("PATCH", "accounts(", request => request.Body.Contains("bad", StringComparison.Ordinal) ? SiteReply.Fault(400, "0x80040265", "No.") : SiteReply.NoContent)
            .On("POST", UpdateMultiple, request => request.Body.Contains("bad", StringComparison.Ordinal) ? SiteReply.Fault(400, "0x80040265", "No.") : SiteReply.NoContent);
        await using var connection = site.Connect();
        var batch = await Batch(connection, WriteKind.Update, "account", ["accountid", "name"], ["accountid"],
            [.. Enumerable.Range(0, 1000).Select(number => new object?[] { Id(number), number == 333 ? "bad" : "good" })]);

        var result = await connection.Writer.WriteAsync(batch, Cancellation);

        result.Outcomes.Select((outcome, row) => (outcome.Status, row)).Where(pair => pair.Status != RowStatus.Done).ShouldBe([(RowStatus.Failed, 333)]);
        Sent(site).Count.ShouldBe(1);
        site.Requests.Count(request => request.Path == UpdateMultiple).ShouldBe(15, "7 halvings from 1,000 to 8 rows and their other halves");
    }

    [Fact]
    public async Task A_throttled_batch_leaves_its_rows_for_later()
    {
        await using var site = Site().On("POST", "$batch", _ => SiteReply.Fault(429, "0x80072321", "Combined execution time of incoming requests exceeded limit.").With("Retry-After", "31"));
        await using var connection = site.Connect();
        var batch = await Batch(connection, WriteKind.Delete, "account", ["accountid"], ["accountid"], [Id(1)], [Id(2)]);

        var result = await connection.Writer.WriteAsync(batch, Cancellation);

        result.RetryAfter.ShouldBe(TimeSpan.FromSeconds(31));
        result.Outcomes.ShouldAllBe(outcome => outcome.Status == RowStatus.Failed && outcome.Error!.Recovery == Recovery.Retry);
        site.Requests.Count(request => request.Method != "GET").ShouldBe(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(900)]
    public async Task A_lost_answer_leaves_the_whole_batch_in_doubt(int cutAfter)
    {
        await using var site = Site().On("POST", "$batch", request => BatchScript.Answer(BatchScript.Operations(request).Select(_ => SiteReply.NoContent)) with { CutAfter = cutAfter });
        await using var connection = site.Connect();
        var batch = await Batch(connection, WriteKind.Delete, "account", ["accountid"], ["accountid"], [.. Enumerable.Range(1, 20).Select(number => new object?[] { Id(number) })]);

        var result = await connection.Writer.WriteAsync(batch, Cancellation);

        result.Outcomes.ShouldAllBe(outcome => outcome.Status == RowStatus.Unknown);
    }

    [Fact]
    public async Task Rows_behind_the_error_at_which_a_server_stopped_may_be_sent_again()
    {
        await using var site = Site().On("POST", "$batch", _ => BatchScript.Answer([SiteReply.NoContent, SiteReply.Fault(400, "0x80040265", "No.")]) with { Status = 400 });
        await using var connection = site.Connect();
        var batch = await Batch(connection, WriteKind.Delete, "account", ["accountid"], ["accountid"], [Id(1)], [Id(2)], [Id(3)]);

        var result = await connection.Writer.WriteAsync(batch, Cancellation);

        result.Outcomes.Select(outcome => (outcome.Status, outcome.Error?.Recovery)).ShouldBe([(RowStatus.Done, null), (RowStatus.Failed, Recovery.SkipRow), (RowStatus.Failed, Recovery.Retry)]);
    }

    [Fact]
    public async Task Answers_that_are_missing_without_a_reason_leave_their_rows_in_doubt()
    {
        await using var site = Site().On("POST", "$batch", _ => BatchScript.Answer([SiteReply.NoContent]));
        await using var connection = site.Connect();
        var batch = await Batch(connection, WriteKind.Delete, "account", ["accountid"], ["accountid"], [Id(1)], [Id(2)]);

        (await connection.Writer.WriteAsync(batch, Cancellation)).Outcomes.Select(outcome => outcome.Status).ShouldBe([RowStatus.Done, RowStatus.Unknown]);
    }

    [Fact]
    public async Task A_batch_that_is_too_large_is_halved()
    {
        await using var site = Site().On("DELETE", "accounts(", _ => SiteReply.NoContent);
        site.On("POST", "$batch", request => BatchScript.Operations(request) is { Count: > 5 }
            ? SiteReply.Fault(413, "0x80060888", "too large") : BatchScript.Answer(BatchScript.Operations(request).Select(_ => SiteReply.NoContent)));
        await using var connection = site.Connect();
        var batch = await Batch(connection, WriteKind.Delete, "account", ["accountid"], ["accountid"], [.. Enumerable.Range(1, 20).Select(number => new object?[] { Id(number) })]);

        (await connection.Writer.WriteAsync(batch, Cancellation)).Outcomes.ShouldAllBe(outcome => outcome.Status == RowStatus.Done);
    }

    [Fact]
    public async Task What_the_connection_asks_of_each_write_stands_in_each_operation()
    {
        await using var site = Site().On("DELETE", "accounts(", _ => SiteReply.NoContent).On("POST", "accounts/", _ => SiteReply.Json("{}"));
        await using var connection = site.Connect(new WriteSettings { DetectDuplicates = true, Tag = "a b" });

        await connection.Writer.WriteAsync(await Batch(connection, WriteKind.Delete, "account", ["accountid"], ["accountid"], [Id(1)], [Id(2)]), Cancellation);
        await connection.Writer.WriteAsync(await Batch(connection, WriteKind.Insert, "account", ["name"], [], ["A"], ["B"]), Cancellation);

        Operations(site).ShouldAllBe(operation => operation.Header("MSCRM.SuppressDuplicateDetection") == "false" && operation.Path.EndsWith("tag=a b", StringComparison.Ordinal));
        var bulk = site.Requests.Single(request => request.Path.StartsWith("accounts/Microsoft", StringComparison.Ordinal));
        (bulk.Header("MSCRM.SuppressDuplicateDetection"), bulk.RawPath).ShouldBe(("false", "/api/data/v9.2/accounts/Microsoft.Dynamics.CRM.CreateMultiple?tag=a%20b"));
    }

    [Fact]
    public void A_boundary_within_a_value_ends_no_part()
    {
        const string body = "--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n\r\n{\"x\":\"--b\"}\r\n--b\r\n"
            + "Content-Type: application/http\r\n\r\nHTTP/1.1 204 No Content\r\nOData-EntityId: e\r\n\r\n\r\n--b--\r\n";

        var parts = BatchAnswer.Parts(Encoding.UTF8.GetBytes(body), "b");

        parts.Select(part => (part.Status, Encoding.UTF8.GetString(part.Body.Span), part.Header("odata-entityid"))).ShouldBe([(400, "{\"x\":\"--b\"}", null), (204, "", "e")]);
        for (var length = 0; length < body.Length - 5; length++)
        {
            BatchAnswer.Parts(Encoding.UTF8.GetBytes(body[..length]), "b").Count.ShouldBeLessThan(2);
        }
    }

    private static ScriptedSite Site() => new ScriptedSite().WithTables().WithBatches().On("GET", "sdkmessagefilters", """{"value":[{"sdkmessagefilterid":"11111111-2222-3333-4444-555555555555"}]}""");

    private static IReadOnlyList<SiteRequest> Sent(ScriptedSite site) => [.. site.Requests.Where(request => request.Path == "$batch")];

    private static IReadOnlyList<SiteRequest> Operations(ScriptedSite site) => [.. site.Requests.Where(request => request.Path.StartsWith("accounts(", StringComparison.Ordinal))];
}
