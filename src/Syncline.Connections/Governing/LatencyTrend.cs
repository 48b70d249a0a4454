namespace Syncline.Connections.Governing;

/// <summary>
/// Whether the server becomes slower: compares the time per row now with the best that was seen, which is forgotten little by little, since
/// rows and server change. Not safe for concurrent use.
/// </summary>
internal sealed class LatencyTrend
{
    private const double Weight = 0.3;
    private const double Forgetting = 1.002;
    private const double Holds = 1.5;
    private const double Slower = 2.5;

    private double best;
    private double now;

    /// <summary>Time per row is about as good as it ever was: more requests may go.</summary>
    public bool IsHolding => best <= 0 || now <= best * Holds;

    /// <summary>Time per row is so much worse that requests wait for each other at the server.</summary>
    public bool IsSlower => best > 0 && now > best * Slower;

    public void Answered(int rows, TimeSpan elapsed)
    {
        if (rows <= 0 || elapsed <= TimeSpan.Zero)
        {
            return;
        }

        var perRow = elapsed.TotalSeconds / rows;
        now = now <= 0 ? perRow : (now * (1 - Weight)) + (perRow * Weight);
        best = best <= 0 ? now : Math.Min(best * Forgetting, now);
    }
}
