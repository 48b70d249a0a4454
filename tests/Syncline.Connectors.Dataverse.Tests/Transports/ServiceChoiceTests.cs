using System.Net;
using System.Text;
using Syncline.Connectors.Dataverse.Tests.Sandbox;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Probing;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Tests.Transports;

/// <summary>Which of a site's services is spoken to: as the option says, or as the site turns out to have it.</summary>
public sealed class ServiceChoiceTests(SandboxSite sandbox)
{
    private readonly DataverseConnector connector = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_site_without_a_Web_API_is_spoken_to_by_the_Organization_Service_and_the_identity_says_so()
    {
        using var closed = new ClosedDoor("/api/data", HttpStatusCode.NotFound);
        await using var connection = await connector.ConnectAsync(Settings("auto"), Services(closed), Cancellation);

        var identity = await connection.IdentifyAsync(Cancellation);
        var rows = await connection.ReadAsync(new ReadRequest { Table = "account", Columns = ["name"], MaxRows = 3 }, Cancellation).ToListAsync(Cancellation);

        identity.SystemId.ShouldBe(sandbox.SignedIn.SystemId);
        identity.Facts.ShouldContain(new KeyValuePair<string, string>("Transport", "Organization Service (the site does not answer at its Web API's address)"));
        rows.Single().RowCount.ShouldBe(3);
        closed.Knocks.ShouldBe(1, "once it is known, the Web API is not asked again");
    }

    [Fact]
    public async Task A_site_with_a_Web_API_is_spoken_to_by_it_and_by_nothing_else()
    {
        using var closed = new ClosedDoor("/XRMServices", HttpStatusCode.NotFound);
        await using var connection = await connector.ConnectAsync(Settings("auto"), Services(closed), Cancellation);

        (await connection.IdentifyAsync(Cancellation)).Facts.ShouldContain(new KeyValuePair<string, string>("Transport", "Web API v9.2"));
        closed.Knocks.ShouldBe(0);
    }

    [Theory]
    [InlineData("web-api", "/api/data")]
    [InlineData("organization-service", "/XRMServices")]
    public async Task A_service_that_was_chosen_has_no_other_in_its_place(string transport, string door)
    {
        using var closed = new ClosedDoor(door, HttpStatusCode.NotFound);
        await using var connection = await connector.ConnectAsync(Settings(transport), Services(closed), Cancellation);

        (await Should.ThrowAsync<ConnectionException>(async () => await connection.IdentifyAsync(Cancellation))).Error.Id.ShouldBe("DV1102");
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "DV1102")]
    [InlineData(HttpStatusCode.ServiceUnavailable, "DV1104")]
    public async Task Where_neither_answers_it_is_told_of_the_Web_API(HttpStatusCode status, string id)
    {
        using var closed = new ClosedDoor("/", status);
        await using var connection = await connector.ConnectAsync(Settings("auto"), Services(closed), Cancellation);

        (await Should.ThrowAsync<SynclineException>(async () => await connection.IdentifyAsync(Cancellation))).Error.Id.ShouldBe(id);
    }

    [Theory]
    [InlineData("auto", "/api/data")]
    [InlineData("organization-service", "/api/data")]
    [InlineData("web-api", "/XRMServices")]
    public async Task A_walk_through_the_connection_goes_by_the_service_that_is_there(string transport, string shut)
    {
        using var closed = new ClosedDoor(shut, HttpStatusCode.NotFound);
        var steps = await connector.ProbeAsync(Settings(transport), Services(closed), Cancellation).ToListAsync(Cancellation);

        steps.Where(step => step.State == ProbeState.Failed).Select(step => step.Found).ShouldBeEmpty();
        steps.ShouldContain(step => step.Identity != null);
    }

    [Fact]
    public async Task Labels_that_are_the_first_thing_written_are_added_by_the_service_that_is_there()
    {
        using var closed = new ClosedDoor("/api/data", HttpStatusCode.NotFound);
        await using var connection = await connector.ConnectAsync(Settings("auto"), Services(closed), Cancellation);
        var schema = await connection.DescribeTableAsync("@choices", Cancellation);
        var builder = new RowBatchBuilder([schema.Find("choice")!, schema.Find("label")!]);
        builder.AppendRow("initialcommunication", "Label " + Guid.NewGuid().ToString("N")[..8]);
        using var rows = builder.Build();

        var result = await connection.Writer!.WriteAsync(new WriteBatch { Table = "@choices", Kind = WriteKind.Insert, Rows = rows }, Cancellation);

        result.Outcomes.Single().Status.ShouldBe(RowStatus.Done, result.Outcomes.Single().Error?.Message);
    }

    private ConnectionSettings Settings(string transport)
    {
        var app = sandbox.Server.Options.Directory.ConfidentialClient;
        return sandbox.Settings(("grant-type", "client_credentials"), ("client-id", app.Id.ToString()), ("transport", transport)) with
        {
            Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["client-secret"] = new(app.Secret!) },
        };
    }

    private ConnectorServices Services(HttpMessageHandler handler) => sandbox.Services() with { HttpHandler = handler };

    /// <summary>Lets requests through, but for those whose path begins so; sign-in stays open.</summary>
    private sealed class ClosedDoor(string path, HttpStatusCode status) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        private int knocks;

        public int Knocks => knocks;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = request.RequestUri!.AbsolutePath;
            if (!asked.StartsWith(path, StringComparison.Ordinal) || asked.Contains("oauth2", StringComparison.Ordinal))
            {
                return base.SendAsync(request, cancellationToken);
            }

            Interlocked.Increment(ref knocks);
            return Task.FromResult(new HttpResponseMessage(status) { RequestMessage = request, Content = new StringContent("<html>Not here</html>", Encoding.UTF8, "text/html") });
        }
    }
}
