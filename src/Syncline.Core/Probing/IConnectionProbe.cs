using Syncline.Core.Connectors;

namespace Syncline.Core.Probing;

/// <summary>
/// A connector that can try a connection step by step, so that a person sees which step fails and why (<c>connection test</c>,
/// <c>doctor</c>, the Studio's Test button). A probe never writes to the system, never opens a browser and never asks anybody.
/// </summary>
public interface IConnectionProbe : IConnector
{
    /// <summary>What <see cref="ProbeAsync"/> will try with these settings, in order; for lists that show the steps still to come.</summary>
    IReadOnlyList<ProbeStage> ProbeStages(ConnectionSettings settings);

    /// <summary>
    /// Tries each stage in the order of <see cref="ProbeStages"/>; a step comes as soon as it is done. After a failed one all later ones come
    /// as <see cref="ProbeState.Skipped"/>, so that every stage has exactly one step. Failures are values here: only cancellation and
    /// our own defects are thrown.
    /// </summary>
    IAsyncEnumerable<ProbeStep> ProbeAsync(ConnectionSettings settings, ConnectorServices services, CancellationToken cancellationToken);
}
