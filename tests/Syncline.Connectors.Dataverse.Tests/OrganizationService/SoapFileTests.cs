using System.Net;
using Syncline.Connectors.Dataverse.Tests.Sandbox;
using Syncline.Core.Connectors;
using Syncline.Core.Rows;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Tests.OrganizationService;

/// <summary>Files over the Organization Service, where a removal has to ask for the file's id after the row was written.</summary>
public sealed class SoapFileTests(OrganizationServiceSite sandbox)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0x80072322, "Number of requests exceeded the limit.", Core.Errors.Recovery.Retry)]
    [InlineData(0x80040220, "Principal user is missing prvReadnew_project privilege.", Core.Errors.Recovery.SkipRow)]
    public async Task What_goes_wrong_with_one_file_does_not_hide_what_became_of_the_rows(uint code, string text, Core.Errors.Recovery recovery)
    {
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        (await sandbox.Connection.WriteRowsAsync("new_project", WriteKind.Insert, ["new_projectid", "new_name"], [], [first, "Before"], [second, "Before"])).ShouldAllBe(outcome => outcome.Status == RowStatus.Done);
        await using var connection = await ConnectAsync(() => sandbox.Refusal(HttpStatusCode.InternalServerError, code, text));
        var schema = await connection.DescribeTableAsync("new_project", Cancellation);
        var builder = new RowBatchBuilder([schema.Find("new_projectid")!, schema.Find("new_name")!, schema.Find("new_contract")!]);
        builder.AppendRow(first, "After", null);
        builder.AppendRow(second, "After", null);
        using var rows = builder.Build();

        var outcomes = (await connection.Writer!.WriteAsync(new WriteBatch { Table = "new_project", Kind = WriteKind.Update, Rows = rows, KeyColumns = ["new_projectid"] }, Cancellation)).Outcomes;

        outcomes[0].Status.ShouldBe(RowStatus.Failed);
        (outcomes[0].Error!.Column, outcomes[0].Error!.Recovery).ShouldBe(("new_contract", recovery));
        outcomes[1].Status.ShouldBe(RowStatus.Done, outcomes[1].Error?.Message);
        (await sandbox.Connection.ReadByAsync("new_project", "new_projectid", [first, second], "new_name")).ShouldAllBe(row => (string)row[0]! == "After");
    }

    private async Task<IConnection> ConnectAsync(Func<HttpResponseMessage> refusal)
    {
        var app = sandbox.Server.Options.Directory.ConfidentialClient;
        var settings = sandbox.Settings(("grant-type", "client_credentials"), ("client-id", app.Id.ToString())) with
        {
            Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["client-secret"] = new(app.Secret!) },
        };
        return await new DataverseConnector().ConnectAsync(settings, sandbox.Services() with { HttpHandler = new FirstRetrieve(refusal) }, Cancellation);
    }

    /// <summary>Refuses the first Retrieve of a project.</summary>
    private sealed class FirstRetrieve(Func<HttpResponseMessage> refusal) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        private bool isDone;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (isDone || request.Content is not { } content || !IsRetrieve(await content.ReadAsStringAsync(cancellationToken)))
            {
                return await base.SendAsync(request, cancellationToken);
            }

            isDone = true;
            return refusal();
        }

        private static bool IsRetrieve(string body) => body.Contains(">Retrieve<", StringComparison.Ordinal) && body.Contains(">new_project<", StringComparison.Ordinal);
    }
}
