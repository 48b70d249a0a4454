using DuckDB.NET.Data;

namespace Syncline.Sync.Staging;

/// <summary>
/// Interrupts a statement of DuckDB when a token is cancelled, until it is disposed of. The engine forgets an interrupt that comes before it
/// has begun with the statement, and the caller cannot see when that is: so the interrupt is repeated.
/// </summary>
internal sealed class Interruption : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly ITimer timer;
    private readonly CancellationTokenRegistration registration;

    public Interruption(DuckDBCommand command, CancellationToken cancellationToken)
    {
        timer = TimeProvider.System.CreateTimer(_ => command.Cancel(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        registration = cancellationToken.Register(() => timer.Change(TimeSpan.Zero, Pause));
    }

    /// <summary>Afterwards nothing is interrupted any more, and the command may be disposed of.</summary>
    public async ValueTask DisposeAsync()
    {
        await registration.DisposeAsync();
        await timer.DisposeAsync();
    }
}
