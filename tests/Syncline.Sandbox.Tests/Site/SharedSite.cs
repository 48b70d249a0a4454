namespace Syncline.Sandbox.Tests.Site;

/// <summary>One site for every test that only reads.</summary>
public sealed class SharedSite : IAsyncLifetime
{
    internal SiteHost Site { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Site = await SiteHost.StartAsync();

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
