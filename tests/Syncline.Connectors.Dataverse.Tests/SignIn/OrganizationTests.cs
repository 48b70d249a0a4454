using Syncline.Connectors.Dataverse.Tests.Sandbox;
using Syncline.Connectors.Dataverse.Tests.Scripted;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.SignIn;

namespace Syncline.Connectors.Dataverse.Tests.SignIn;

/// <summary>A connection belongs to the organisation that it first signed in to.</summary>
public sealed class OrganizationTests : IAsyncDisposable
{
    private const string First = "0a7c0000-0000-4000-8000-000000000001";
    private const string Second = "0a7c0000-0000-4000-8000-000000000002";

    private readonly ScriptedSite site = new ScriptedSite().WithTables();
    private readonly SocketsHttpHandler handler = new() { AllowAutoRedirect = false };
    private readonly MemoryState state = new();
    private readonly DataverseConnector connector = new();

    public OrganizationTests()
    {
        site.On("POST", "/token", """{"token_type":"Bearer","access_token":"tok","expires_in":3600}""");
        AnswerAs(First, "contoso");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        handler.Dispose();
    }

    [Fact]
    public async Task The_first_answer_counts_and_is_asked_for_once_in_each_run()
    {
        await using (var first = await ConnectAsync())
        {
            await first.DescribeTableAsync("account", Cancel);
            await first.DescribeTableAsync("contact", Cancel);
        }

        WhoAmIs().ShouldBe(1);
        await using var second = await ConnectAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => second.DescribeTableAsync("account", Cancel).AsTask()));
        WhoAmIs().ShouldBe(2);
    }

    [Fact]
    public async Task A_site_that_answers_as_another_organisation_is_neither_read_nor_written()
    {
        await using (var first = await ConnectAsync())
        {
            await first.IdentifyAsync(Cancel);
        }

        AnswerAs(Second, "contoso-copy");
        await using var connection = await ConnectAsync();
        var before = site.Requests.Count;

        var reading = (await Should.ThrowAsync<SignInException>(async () =>
        {
            await foreach (var batch in connection.ReadAsync(new ReadRequest { Table = "account", Columns = ["name"] }, Cancel))
            {
                batch.Dispose();
            }
        })).Error;
        var identity = (await Should.ThrowAsync<SignInException>(async () => await connection.IdentifyAsync(Cancel))).Error;

        (reading.Id, identity.Id, reading.Recovery).ShouldBe(("DV1207", "DV1207", Recovery.SignInAgain));
        reading.Message.ShouldBe($"Connection crm was made for the organization contoso ({First}), but {site.Origin} now answers as contoso-copy ({Second}). Nothing was read or written.");
        reading.Advice.ShouldNotBeNull().ShouldContain("syncline connection authorize crm");
        site.Requests.Skip(before).Where(request => request.Method != "GET" || request.Path.StartsWith("account", StringComparison.Ordinal)
            || request.Path.StartsWith("EntityDefinitions", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_new_organisation_is_taken_only_when_the_person_accepts_it()
    {
        await connector.SignInAsync(Settings(), Services(), new Answering(accepts: false), Cancel);
        AnswerAs(Second, "contoso-copy");

        var refusing = new Answering(accepts: false);
        var error = (await Should.ThrowAsync<SignInException>(async () => await connector.SignInAsync(Settings(), Services(), refusing, Cancel))).Error;
        error.Id.ShouldBe("DV1207");
        refusing.Asked!.Message.ShouldContain("contoso-copy");

        (await connector.SignInAsync(Settings(), Services(), new Answering(accepts: true), Cancel)).SystemId.ShouldBe(Second);
        await using var connection = await ConnectAsync();
        await connection.DescribeTableAsync("account", Cancel);
        var silent = new Answering(accepts: false);
        await connector.SignInAsync(Settings(), Services(), silent, Cancel);
        silent.Asked.ShouldBeNull();
    }

    [Fact]
    public async Task While_the_site_does_not_say_who_it_is_nothing_is_sent()
    {
        site.On("GET", "WhoAmI", _ => SiteReply.Fault(503, "0x80040000", "busy"));
        await using var connection = await ConnectAsync();

        (await Should.ThrowAsync<ConnectionException>(async () => await connection.DescribeTableAsync("account", Cancel))).Error.Id.ShouldBe("DV1104");
        site.Requests.ShouldAllBe(request => request.Path == "WhoAmI" || request.Path == "/token");

        AnswerAs(First, "contoso");
        (await connection.DescribeTableAsync("account", Cancel)).Name.ShouldBe("account");
    }

    private void AnswerAs(string organization, string name) => site
        .On("GET", "WhoAmI", $$"""{"BusinessUnitId":"{{organization}}","UserId":"{{First}}","OrganizationId":"{{organization}}"}""")
        .On("GET", $"organizations({organization})", $$"""{"name":"{{name}}","organizationid":"{{organization}}"}""");

    private int WhoAmIs() => site.Requests.Count(request => request.Path == "WhoAmI");

    private async Task<IConnection> ConnectAsync() => await connector.ConnectAsync(Settings(), Services(), Cancel);

    private ConnectorServices Services() => new() { HttpHandler = handler, State = state };

    private ConnectionSettings Settings() => new()
    {
        Name = "crm",
        Connector = "dynamics-365",
        Options = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["url"] = site.Origin,
            ["grant-type"] = "client_credentials",
            ["client-id"] = "app",
            ["token-url"] = site.Origin + "/token",
        },
        Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["client-secret"] = new("secret") },
    };

    private sealed class Answering(bool accepts) : ISignInPrompt
    {
        public ErrorDetail? Asked { get; private set; }

        public ValueTask<bool> AcceptOtherSystemAsync(ErrorDetail change, CancellationToken cancellationToken)
        {
            Asked = change;
            return new(accepts);
        }

        public ValueTask OpenAsync(Uri signInPage, Uri redirectUri, CancellationToken cancellationToken) => throw new InvalidOperationException("An app needs no page.");

        public ValueTask<string> ReadRedirectedAddressAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("An app needs no page.");

        public ValueTask ShowDeviceCodeAsync(string userCode, Uri verificationUri, TimeSpan expiresIn, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("An app needs no code.");
    }
}
