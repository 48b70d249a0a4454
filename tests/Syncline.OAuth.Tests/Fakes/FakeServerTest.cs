using Syncline.OAuth.Settings;

namespace Syncline.OAuth.Tests.Fakes;

/// <summary>A test with an authorization server of its own, a clock that is set on by hand, and a place where sign-ins are kept.</summary>
public abstract class FakeServerTest : IAsyncLifetime
{
    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected SocketsHttpHandler Http { get; } = new();

    private protected WatchedTimeProvider Time { get; } = new();

    private protected SharedState State { get; } = new();

    private protected FakeAuthorizationServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await FakeAuthorizationServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Http.Dispose();
        State.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A connection to the server, by an authorization code.</summary>
    private protected OAuthClientSettings Settings() => new()
    {
        ConnectionName = "contoso",
        AuthorizationUrl = Server.AuthorizationUrl,
        TokenUrl = Server.TokenUrl,
        ClientId = "app-1",
        Scope = "demo offline_access",
    };
}
