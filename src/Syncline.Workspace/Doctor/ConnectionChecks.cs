using Syncline.Core.Errors;
using Syncline.Core.Probing;

namespace Syncline.Workspace.Doctor;

/// <summary>Tries saved connections.</summary>
internal sealed class ConnectionChecks(SynclineWorkspace workspace, TimeProvider timeProvider)
{
    /// <summary>Walks through a connection, within <see cref="Checkup.Patience"/>.</summary>
    public async Task<CheckupFinding> TryAsync(string name, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Checkup.Patience, timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var steps = new List<ProbeStep>();
            await foreach (var step in workspace.ProbeAsync(name, both.Token))
            {
                steps.Add(step);
            }

            return Finding(name, steps) with { Steps = steps };
        }
        catch (SynclineException exception)
        {
            return CheckupFinding.Of(CheckupArea.Connection, name, exception.Error);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return CheckupFinding.Of(CheckupArea.Connection, name, new()
            {
                Id = "WS1103",
                Phase = ErrorPhase.Connection,
                Message = $"The connection {name} did not answer within {Checkup.Patience.TotalSeconds:0} seconds.",
                Advice = $"Check the network, a proxy or VPN, and the address: syncline connection show {name}",
            });
        }
    }

    private static CheckupFinding Finding(string name, List<ProbeStep> steps)
    {
        if (steps.Find(step => step.State == ProbeState.Failed) is { } failed)
        {
            return CheckupFinding.Of(CheckupArea.Connection, name, failed.Error!) with { Finding = $"{failed.Stage.Title}: {failed.Found}" };
        }

        var identity = steps.Find(step => step.Identity is not null)?.Identity;
        var words = identity?.User is { } user ? $"works: {identity.System}, as {user}." : identity is null ? "works." : $"works: {identity.System}.";
        var warnings = steps.Where(step => step.State == ProbeState.Warning).Select(step => $" But {step.Stage.Title}: {step.Found}");
        return CheckupFinding.Well(CheckupArea.Connection, name, words + string.Concat(warnings));
    }
}
