using Syncline.Core.Errors;

namespace Syncline.Workspace.Doctor;

/// <summary>Tries saved connections.</summary>
internal sealed class ConnectionChecks(SynclineWorkspace workspace, TimeProvider timeProvider)
{
    /// <summary>Opens a connection and asks who is connected to what, within <see cref="Checkup.Patience"/>.</summary>
    public async Task<CheckupFinding> TryAsync(string name, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Checkup.Patience, timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await using var connection = await workspace.OpenAsync(name, both.Token);
            var identity = await connection.IdentifyAsync(both.Token);
            return CheckupFinding.Well(
                CheckupArea.Connection, name, identity.User is { } user ? $"works: {identity.System}, as {user}." : $"works: {identity.System}.");
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
}
