using System.Runtime.CompilerServices;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Probing;

namespace Syncline.Connections.Opening;

/// <summary>
/// The walk of a probe, whatever the connector: first the settings, then the connector's own stages; for a connector without any, opening
/// the connection and asking who is connected to what.
/// </summary>
internal static class ConnectionWalk
{
    private static readonly ProbeStage Settings = new("settings", "Settings");
    private static readonly ProbeStage Open = new("open", "Connection");

    /// <summary>The stages.</summary>
    /// <param name="connector">The connector; null when there is none of that name.</param>
    /// <param name="settings">The settings to be tried.</param>
    public static IReadOnlyList<ProbeStage> Stages(IConnector? connector, ConnectionSettings settings) =>
        [Settings, .. connector is IConnectionProbe probe ? probe.ProbeStages(settings) : [Open]];

    /// <summary>The stages of an app check.</summary>
    public static IReadOnlyList<ProbeStage> AppStages(IAppProbe connector, ConnectionSettings settings) => [Settings, .. connector.AppStages(settings)];

    /// <summary>Tries the settings, then walks on.</summary>
    /// <param name="settings">The settings to be tried.</param>
    /// <param name="stages">All stages, those of the walk included.</param>
    /// <param name="prepare">Checks the settings, finds the connector and makes the HTTP stack, which the walk disposes.</param>
    /// <param name="walk">The walk through the connector's own stages.</param>
    /// <param name="timeProvider">Clock of the durations.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    public static async IAsyncEnumerable<ProbeStep> RunAsync(
        ConnectionSettings settings,
        IReadOnlyList<ProbeStage> stages,
        Func<(IConnector Connector, HttpMessageHandler Http)> prepare,
        Func<IConnector, HttpMessageHandler, IAsyncEnumerable<ProbeStep>> walk,
        TimeProvider timeProvider,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IConnector? connector = null;
        HttpMessageHandler? http = null;
        var first = ProbeWalk.RunAsync(
            [Settings],
            (_, _) =>
            {
                (connector, http) = prepare();
                return ValueTask.FromResult(ProbeFinding.Ok("Everything that is needed is given."));
            },
            timeProvider, cancellationToken);
        await foreach (var step in first)
        {
            yield return step;
        }

        if (connector is null || http is null)
        {
            foreach (var stage in stages.Skip(1))
            {
                yield return ProbeWalk.NotTried(stage);
            }

            yield break;
        }

        using (http)
        {
            await foreach (var step in walk(connector, http).WithCancellation(cancellationToken))
            {
                yield return step;
            }
        }
    }

    /// <summary>The connector's own walk, or the simple one.</summary>
    public static IAsyncEnumerable<ProbeStep> ThroughAsync(
        IConnector connector, ConnectionSettings settings, ConnectorServices services, CancellationToken cancellationToken) =>
        connector is IConnectionProbe probe
            ? probe.ProbeAsync(settings, services, cancellationToken)
            : ProbeWalk.RunAsync([Open], (_, token) => OpenAsync(connector, settings, services, token), services.TimeProvider, cancellationToken);

    private static async ValueTask<ProbeFinding> OpenAsync(
        IConnector connector, ConnectionSettings settings, ConnectorServices services, CancellationToken cancellationToken)
    {
        await using var connection = await connector.ConnectAsync(settings, services, cancellationToken);
        var identity = await connection.IdentifyAsync(cancellationToken);
        return ProbeFinding.Ok(identity.User is { } user ? $"{identity.System}, as {user}." : $"{identity.System}.") with { Identity = identity };
    }
}
