using Syncline.Core.Connectors;
using Syncline.Core.SignIn;

namespace Syncline.Connections.Tests.Opening;

/// <summary>A connector that can ask its system for one option, <c>endpoint</c>, and signs anybody in.</summary>
internal sealed class AskingConnector : ISignInConnector, ISettingsDiscovery, ISettingsExplanation
{
    private readonly FakeConnector inner = new();

    public AskingConnector() => Descriptor = inner.Descriptor with
    {
        Options = [.. inner.Descriptor.Options, new ConnectorOption { Name = "endpoint", Label = "Endpoint", Help = "Where to sign in." }],
    };

    public ConnectorDescriptor Descriptor { get; }

    public int Asked { get; private set; }

    /// <summary>What the connector was last given to open or to sign in with.</summary>
    public ConnectionSettings? Settings { get; private set; }

    public bool NeedsDiscovery(ConnectionSettings settings) => !settings.Options.ContainsKey("endpoint");

    public ValueTask<ConnectionSettings> DiscoverAsync(ConnectionSettings settings, ConnectorServices services, CancellationToken cancellationToken)
    {
        Asked++;
        settings.Options.Keys.ShouldNotContain("read-only");
        return new(settings with
        {
            Options = new Dictionary<string, string>(settings.Options, StringComparer.Ordinal) { ["endpoint"] = "https://ask.example" },
        });
    }

    public IReadOnlyList<SettingsFact> Explain(ConnectionSettings settings) => [new("Site", settings.Options.GetValueOrDefault("url", "?"))];

    public ValueTask<IConnection> ConnectAsync(ConnectionSettings settings, ConnectorServices services, CancellationToken cancellationToken)
    {
        Settings = settings;
        return inner.ConnectAsync(settings, services, cancellationToken);
    }

    public bool NeedsPerson(ConnectionSettings settings) => true;

    public async ValueTask<ConnectionIdentity> SignInAsync(
        ConnectionSettings settings, ConnectorServices services, ISignInPrompt prompt, CancellationToken cancellationToken)
    {
        Settings = settings;
        await services.State.UpdateAsync("tokens", (_, _) => new("a token"), cancellationToken);
        return new ConnectionIdentity { System = "fake" };
    }
}
