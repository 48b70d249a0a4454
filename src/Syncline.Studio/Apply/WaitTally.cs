namespace Syncline.Studio.Apply;

/// <summary>The waits that a server asked for during a run. Safe for concurrent use.</summary>
public sealed class WaitTally
{
    private const int Most = 100;

    private readonly Lock gate = new();
    private readonly List<(DateTimeOffset From, DateTimeOffset Until)> waits = [];

    /// <summary>How many there were, also those that are not in <see cref="Latest"/> any more.</summary>
    public int Count { get; private set; }

    /// <summary>All of them together.</summary>
    public TimeSpan Sum { get; private set; }

    /// <summary>The latest of them, oldest first.</summary>
    public IReadOnlyList<(DateTimeOffset From, DateTimeOffset Until)> Latest
    {
        get
        {
            lock (gate)
            {
                return [.. waits];
            }
        }
    }

    /// <summary>Takes note that the server asked to wait until then. While a wait lasts, a later end makes it longer.</summary>
    public void Note(DateTimeOffset now, DateTimeOffset? until)
    {
        lock (gate)
        {
            if (until is not { } end || end <= now || (waits.Count > 0 && end <= waits[^1].Until))
            {
                return;
            }

            if (waits.Count > 0 && waits[^1].Until >= now)
            {
                Sum += end - waits[^1].Until;
                waits[^1] = (waits[^1].From, end);
                return;
            }

            (Count, Sum) = (Count + 1, Sum + (end - now));
            waits.Add((now, end));
            if (waits.Count > Most)
            {
                waits.RemoveAt(0);
            }
        }
    }
}
