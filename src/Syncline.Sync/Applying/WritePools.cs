using Syncline.Connections.Governing;
using Syncline.Core.Connectors;

namespace Syncline.Sync.Applying;

/// <summary>Makes the lanes that a run writes through: the target's own, and one for each partner of it that can write.</summary>
internal static class WritePools
{
    /// <exception cref="Core.Errors.GuardException">SY4019: a partner leads to another system.</exception>
    public static async ValueTask<WritePool> OpenAsync(IConnection target, ApplyOptions options, CancellationToken cancellationToken)
    {
        var lanes = new List<WriteLane>();
        try
        {
            var own = await target.IdentifyAsync(cancellationToken);
            lanes.Add(Lane(target, own, options));
            foreach (var partner in target.Partners.Where(partner => partner.Writer is not null))
            {
                var identity = await partner.IdentifyAsync(cancellationToken);
                if (identity.SystemId is null || !string.Equals(identity.SystemId, own.SystemId, StringComparison.OrdinalIgnoreCase))
                {
                    throw ApplyErrors.PartnerElsewhere(own.System, identity.System);
                }

                lanes.Add(Lane(partner, identity, options));
            }

            return new WritePool(lanes);
        }
        catch
        {
            lanes.ForEach(lane => lane.Governor.Dispose());
            throw;
        }
    }

    /// <summary>Waits for leave to send one request, also while the run is held up. Every leave is given back to that lane's governor.</summary>
    /// <param name="pool">The lanes.</param>
    /// <param name="pause">Holds the run up; null for a run that nobody pauses.</param>
    /// <param name="held">Is called before it waits because the run is held up; null when nobody wants to know.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="OperationCanceledException">The run is stopped.</exception>
    public static async ValueTask<WriteLane> EnterAsync(this WritePool pool, ApplyPause? pause, Action? held, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (pause is { IsPaused: true })
            {
                held?.Invoke();
                await pause.WaitAsync(cancellationToken);
            }

            // Leave may have come long after it was asked for.
            var lane = await pool.EnterAsync(cancellationToken);
            if (pause is not { IsPaused: true })
            {
                return lane;
            }

            lane.Governor.Leave();
        }
    }

    private static WriteLane Lane(IConnection connection, ConnectionIdentity identity, ApplyOptions options) => new(connection.Writer!, new WriteGovernor(new WriteGovernorOptions
    {
        MaxParallelism = options.MaxParallelism,
        MaxInFlight = connection.Capabilities.MaxWritesInFlight ?? WriteGovernorOptions.MostInFlight,
        MaxBatch = connection.Capabilities.MaxWriteBatch,
        TimeProvider = options.TimeProvider,
        Budget = options.BudgetsFolder is { } folder && identity is { SystemId: { } system, UserId: { } user }
            ? MachineBudget.Join(folder, system, user, options.TimeProvider)
            : null,
    }));
}
