using System.Runtime.CompilerServices;
using Syncline.Core.Errors;

namespace Syncline.Core.Probing;

/// <summary>Walks through the stages of a probe: takes the time of each, and passes over those after a failure.</summary>
public static class ProbeWalk
{
    /// <summary>Tries the stages in order.</summary>
    /// <param name="stages">The stages.</param>
    /// <param name="look">
    /// Tries one stage; called for each in turn until one fails. A <see cref="SynclineException"/> is a failure with that error.
    /// </param>
    /// <param name="timeProvider">Clock of the durations.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    public static async IAsyncEnumerable<ProbeStep> RunAsync(
        IReadOnlyList<ProbeStage> stages,
        Func<ProbeStage, CancellationToken, ValueTask<ProbeFinding>> look,
        TimeProvider timeProvider,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stages);
        ArgumentNullException.ThrowIfNull(look);
        ArgumentNullException.ThrowIfNull(timeProvider);
        var failed = false;
        foreach (var stage in stages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var step = failed ? NotTried(stage) : await TryAsync(stage, look, timeProvider, cancellationToken);
            failed |= step.State == ProbeState.Failed;
            yield return step;
        }
    }

    /// <summary>The step of a stage that was passed over.</summary>
    public static ProbeStep NotTried(ProbeStage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return new ProbeStep { Stage = stage, State = ProbeState.Skipped, Found = "Not tried." };
    }

    private static async ValueTask<ProbeStep> TryAsync(
        ProbeStage stage, Func<ProbeStage, CancellationToken, ValueTask<ProbeFinding>> look, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        ProbeFinding finding;
        try
        {
            finding = await look(stage, cancellationToken);
        }
        catch (SynclineException exception)
        {
            finding = ProbeFinding.Failed(exception.Error);
        }

        return new ProbeStep
        {
            Stage = stage,
            State = finding.State,
            Found = finding.Found,
            Duration = timeProvider.GetElapsedTime(started),
            Error = finding.Error,
            Identity = finding.Identity,
        };
    }
}
