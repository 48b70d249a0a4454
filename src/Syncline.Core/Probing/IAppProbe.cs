using Syncline.Core.Connectors;

namespace Syncline.Core.Probing;

/// <summary>
/// A connector whose connections sign in with an app that the user registered, and that can tell from the outside what is wrong with that
/// registration (<c>app check</c>): nothing is signed in, and nothing is sent but requests without any credential.
/// </summary>
public interface IAppProbe : IConnector
{
    /// <summary>What <see cref="ProbeAppAsync"/> will look at, in order.</summary>
    IReadOnlyList<ProbeStage> AppStages(ConnectionSettings settings);

    /// <summary>Looks; the steps come as those of <see cref="IConnectionProbe.ProbeAsync"/>.</summary>
    IAsyncEnumerable<ProbeStep> ProbeAppAsync(ConnectionSettings settings, ConnectorServices services, CancellationToken cancellationToken);

    /// <summary>What only a sign-in can show with these settings, one sentence each.</summary>
    IReadOnlyList<string> NotVisibleFromOutside(ConnectionSettings settings);
}
