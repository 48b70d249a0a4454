namespace Syncline.Connections.Governing;

/// <summary>
/// How many rows a batch should have, so that it takes a few seconds: long enough that the cost of a request does not count, short enough
/// that little is lost with an answer, and that a server's time-out stays far. Not safe for concurrent use.
/// </summary>
internal sealed class BatchSizing(int largest)
{
    private const int First = 100;

    private static readonly TimeSpan Aim = TimeSpan.FromSeconds(3);

    private TimeSpan? perRow;

    public int Rows { get; private set; } = Math.Clamp(largest, 1, First);

    /// <summary>Rows that the last batch took so long for, at least one; null while no batch was answered.</summary>
    public int? RowsIn(TimeSpan time) => perRow is { } took ? (int)Math.Clamp(took > TimeSpan.Zero ? time / took : largest, 1, largest) : null;

    /// <summary>Learns from a batch that was answered: at most double, at most half.</summary>
    public void Answered(int rows, TimeSpan elapsed)
    {
        if (rows <= 0)
        {
            return;
        }

        perRow = elapsed / rows;
        var fitting = elapsed > TimeSpan.Zero ? Aim / (elapsed / rows) : largest;

        // A small batch says little about large ones; only one that was too slow even so makes batches smaller.
        if (fitting > Rows && rows < Rows)
        {
            return;
        }

        Rows = Math.Clamp((int)Math.Clamp(fitting, Rows / 2.0, Rows * 2.0), 1, largest);
    }

    /// <summary>Learns from a batch whose answer was lost or came too late.</summary>
    public void Lost() => Rows = Math.Max(1, Rows / 2);
}
