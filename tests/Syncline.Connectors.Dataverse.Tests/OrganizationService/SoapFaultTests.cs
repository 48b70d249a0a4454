using Syncline.Connectors.Dataverse.Tests.Scripted;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Writing;
using static Syncline.Connectors.Dataverse.Tests.Scripted.SoapScript;

namespace Syncline.Connectors.Dataverse.Tests.OrganizationService;

public sealed class SoapFaultTests
{
    private const string Query = "a:QueryExpression";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("e:duration|PT4M30S", 270)]
    [InlineData("d:string|00:04:30", 270)]
    [InlineData("d:int|17", 17)]
    [InlineData("e:duration|-PT5S", 0)]
    public async Task A_limit_is_obeyed_for_the_time_that_its_details_tell(string wait, int seconds)
    {
        await using var site = new SoapSite().On(">Create<", _ => SoapSite.Fault(0x80072322, "Number of requests exceeded the limit of 6000 over time window of 300 seconds.", Pair("Retry-After", wait)));
        await using var connection = site.Connect();

        var result = await InsertAsync(connection);

        (result.RetryAfter ?? TimeSpan.Zero).ShouldBe(TimeSpan.FromSeconds(seconds));
        (result.Outcomes.Single().Status, result.Outcomes.Single().Error!.Id, result.Outcomes.Single().Error!.Recovery).ShouldBe((RowStatus.Failed, "DV1103", Recovery.Retry));
    }

    [Fact]
    public async Task What_failed_inside_of_an_unexpected_error_is_what_counts()
    {
        var inner = FaultMembers(0x80044331, "The length of the 'name' attribute of the 'account' entity exceeded the maximum allowed length of '160'.");
        await using var site = new SoapSite().On(">Create<", _ => SoapSite.Fault(0x80040216, "An unexpected error occurred.", inner: inner));
        await using var connection = site.Connect();

        var error = (await InsertAsync(connection)).Outcomes.Single().Error!;

        (error.Id, error.Column, error.ServerCode).ShouldBe(("DV3002", "name", "0x80044331"));
    }

    [Fact]
    public async Task A_limit_deep_within_faults_is_obeyed_for_the_time_that_stands_beside_it()
    {
        var limit = FaultMembers(0x80072321, "Combined execution time of incoming requests exceeded limit.", Pair("Retry-After", "e:duration|PT31S"));
        await using var site = new SoapSite().On(">Create<", _ => SoapSite.Fault(0x80040216, "An unexpected error occurred.", inner: FaultMembers(0x80040216, "An unexpected error occurred.", inner: limit)));
        await using var connection = site.Connect();

        var result = await InsertAsync(connection);

        result.RetryAfter.ShouldBe(TimeSpan.FromSeconds(31));
        result.Outcomes.Single().Error!.Id.ShouldBe("DV1103");
    }

    [Fact]
    public async Task An_inner_fault_that_only_repeats_the_outer_one_or_says_less_changes_nothing()
    {
        await using var site = new SoapSite();
        await using var connection = site.Connect();
        const string text = "The length of the 'name' attribute of the 'account' entity exceeded the maximum allowed length of '160'.";

        foreach (var inner in new[] { FaultMembers(0x80044331, text), FaultMembers(0x80040216, "An unexpected error occurred.") })
        {
            site.On(">Create<", _ => SoapSite.Fault(0x80044331, text, inner: inner));
            var error = (await InsertAsync(connection)).Outcomes.Single().Error!;
            (error.Id, error.ServerCode, error.ServerText).ShouldBe(("DV3002", "0x80044331", text));
        }
    }

    [Theory]
    [InlineData("2147762993", "0x80044331", "DV3002")]
    [InlineData("-99999999999999", null, "DV3001")]
    [InlineData("none", null, "DV3001")]
    public async Task A_code_that_is_written_otherwise_is_no_trouble_of_its_own(string written, string? code, string id)
    {
        var fault = SoapScript.Fault(0x80044331, "The length of the 'name' attribute of the 'account' entity exceeded the maximum allowed length of '160'.").Replace(">-2147204303<", $">{written}<", StringComparison.Ordinal);
        fault.ShouldContain(written);
        await using var site = new SoapSite().On(">Create<", _ => SoapSite.Soap(fault, 500));
        await using var connection = site.Connect();

        var outcome = (await InsertAsync(connection)).Outcomes.Single();

        (outcome.Error!.ServerCode, outcome.Error.Id).ShouldBe((code, id));
    }

    [Fact]
    public async Task A_request_that_is_not_understood_was_not_carried_out_and_an_error_inside_of_the_server_leaves_the_row_in_doubt()
    {
        await using var site = new SoapSite();
        await using var connection = site.Connect();

        site.On(">Create<", _ => SoapSite.Soap(Envelope("<s:Fault><faultcode xmlns:a=\"x\">a:DeserializationFailed</faultcode><faultstring>The formatter threw an exception.</faultstring></s:Fault>"), 500));
        var misread = (await InsertAsync(connection)).Outcomes.Single();
        site.On(">Create<", _ => SoapSite.Soap(Envelope("<s:Fault><faultcode xmlns:a=\"x\">a:InternalServiceFault</faultcode><faultstring>Internal error.</faultstring></s:Fault>"), 500));
        var failed = (await InsertAsync(connection)).Outcomes.Single();

        (misread.Status, misread.Error!.Id).ShouldBe((RowStatus.Failed, "DV3001"));
        misread.Error.Message.ShouldContain("The formatter threw an exception.");
        (failed.Status, failed.Error!.Id).ShouldBe((RowStatus.Unknown, "DV1107"));
    }

    [Theory]
    [InlineData(0x80040220, "Principal user (Id=1, type=8, roleCount=2) is missing prvReadAccount privilege (Id=2) on OTC=1.", "DV2105", "prvReadAccount")]
    [InlineData(0x80041103, "'account' entity doesn't contain attribute with Name = 'x'.", "DV2104", "filter")]
    [InlineData(0x80040216, "An unexpected error occurred.", "DV3020", "Try again")]
    [InlineData(0x80072560, "The user is not a member of the organization.", "DV1202", "application user")]
    public async Task A_refused_read_is_told_as_over_the_Web_API(uint code, string text, string id, string advice)
    {
        await using var site = new SoapSite().On(Query, _ => SoapSite.Fault(code, text));
        await using var connection = site.Connect();

        var error = (await Should.ThrowAsync<SynclineException>(async () => await ReadAsync(connection))).Error;

        error.Id.ShouldBe(id);
        error.Advice!.ShouldContain(advice);
        error.ServerText.ShouldBe(text);
        error.Message.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData(500, "text/html", "<html>Runtime Error</html>", "DV1104")]
    [InlineData(404, "text/html", "<html>Not here</html>", "DV1102")]
    [InlineData(200, "text/html", "<html>Welcome</html>", "DV1102")]
    [InlineData(503, "text/plain", "busy", "DV1104")]
    public async Task What_stands_between_is_not_taken_for_the_site(int status, string type, string body, string id)
    {
        await using var site = new SoapSite().On(Query, _ => new SiteReply(status, body, type));
        await using var connection = site.Connect();

        (await Should.ThrowAsync<SynclineException>(async () => await ReadAsync(connection))).Error.Id.ShouldBe(id);
    }

    [Fact]
    public async Task A_lost_answer_to_a_write_leaves_the_row_in_doubt()
    {
        await using var site = new SoapSite().On(">Create<", _ => SoapSite.Soap(Response("Create", ("id", "g:guid|00000000-0000-4000-8000-000000000001"))) with { CutAfter = 60 });
        await using var connection = site.Connect();

        (await InsertAsync(connection)).Outcomes.Single().Status.ShouldBe(RowStatus.Unknown);
    }

    private static async Task ReadAsync(DataverseConnection connection) =>
        await connection.ReadAsync(new ReadRequest { Table = "account", Columns = ["name"] }, Cancellation).ToListAsync(Cancellation);

    private static async Task<WriteResult> InsertAsync(DataverseConnection connection)
    {
        var schema = await connection.DescribeTableAsync("account", Cancellation);
        var builder = new RowBatchBuilder([schema.Find("name")!]);
        builder.AppendRow("A");
        using var batch = builder.Build();
        return await connection.Writer.WriteAsync(new WriteBatch { Table = "account", Kind = WriteKind.Insert, Rows = batch }, Cancellation);
    }
}
