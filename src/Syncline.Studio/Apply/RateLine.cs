using System.Globalization;
using System.Text;
using Syncline.Sync.Runs;

namespace Syncline.Studio.Apply;

/// <summary>
/// Rows per second over time as a line in a box of <see cref="Width"/> × <see cref="Height"/>; nothing of it ever lies outside. Rows come to their end batch
/// by batch: they are spread over the time since the batch before. A standstill of more than ten minutes (a run that was stopped and resumed) begins the
/// line anew.
/// </summary>
public sealed class RateLine
{
    /// <summary>Width of the box.</summary>
    public const double Width = 1000;

    /// <summary>Height of the box.</summary>
    public const double Height = 120;

    private const int MostSteps = 120;
    private const int MostSpread = 20;
    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(10);
    private static readonly int[] Steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];

    private readonly List<(double X, double Y)> points = [];

    private RateLine(DateTimeOffset from, DateTimeOffset until, int step, double top)
    {
        From = from;
        Until = until;
        Step = step;
        Top = top;
    }

    /// <summary>Seconds of a step.</summary>
    public int Step { get; }

    /// <summary>Rows per second at the upper edge.</summary>
    public double Top { get; }

    /// <summary>Highest rate of a step.</summary>
    public double Highest { get; private set; }

    /// <summary>When the box begins.</summary>
    public DateTimeOffset From { get; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>The line, as SVG's <c>points</c>.</summary>
    public string Points => string.Join(' ', points.Select(Text));

    /// <summary>The line with what lies under it, closed.</summary>
    public string Area => points.Count == 0 ? string.Empty : $"{Text((points[0].X, Height))} {Points} {Text((points[^1].X, Height))}";

    /// <summary>Where the line ends.</summary>
    public (double X, double Y) End => points.Count == 0 ? (0, Height) : points[^1];

    /// <summary>The line of a run; null while there is too little to draw.</summary>
    /// <param name="pace">Rows by second, oldest first.</param>
    /// <param name="started">When the run began.</param>
    /// <param name="now">The moment up to which a running run is drawn; null for one that is over.</param>
    public static RateLine? Of(IReadOnlyList<RunPace> pace, DateTimeOffset started, DateTimeOffset? now)
    {
        ArgumentNullException.ThrowIfNull(pace);
        var first = 0;
        for (var i = 1; i < pace.Count; i++)
        {
            first = pace[i].Second - pace[i - 1].Second > Gap ? i : first;
        }

        if (pace.Count == 0)
        {
            return null;
        }

        // Before the first batch there was one that nobody saw the beginning of, unless the run began with it.
        var begin = pace[first].Second - started < TimeSpan.FromSeconds(MostSpread) && started <= pace[first].Second ? started : pace[first].Second;
        var from = new DateTimeOffset(begin.Ticks - (begin.Ticks % TimeSpan.TicksPerSecond), begin.Offset);
        var until = now is { } moment && moment > pace[^1].Second ? moment : pace[^1].Second.AddSeconds(1);
        var seconds = Math.Max(1, (until - from).TotalSeconds);
        var step = Steps.FirstOrDefault(one => seconds / one <= MostSteps, (int)Math.Ceiling(seconds / MostSteps));
        var rates = new double[Math.Max(1, (int)Math.Ceiling(seconds / step))];
        var before = from.AddSeconds(-1);
        foreach (var one in pace.Skip(first))
        {
            var over = Math.Clamp((int)(one.Second - before).TotalSeconds, 1, MostSpread);
            for (var back = 0; back < over; back++)
            {
                rates[Math.Clamp((int)((one.Second.AddSeconds(-back) - from).TotalSeconds / step), 0, rates.Length - 1)] += (double)one.Rows / over / step;
            }

            before = one.Second;
        }

        // The step that is not over yet would look like a fall.
        var whole = now is null || rates.Length == 1 ? rates.Length : (int)(seconds / step);
        if (whole < 2)
        {
            return null;
        }

        var highest = rates.Take(whole).Max();
        var line = new RateLine(from, from.AddSeconds(Math.Max(seconds, whole * step)), step, TopOf(highest)) { Highest = highest };
        line.points.AddRange(rates.Take(whole).Select((rate, i) => (line.X(from.AddSeconds((i + .5) * step)), Height - (Math.Clamp(rate / line.Top, 0, 1) * Height))));
        return line;
    }

    /// <summary>Where a moment lies, within the box.</summary>
    public double X(DateTimeOffset moment) => Math.Clamp((moment - From) / (Until - From), 0, 1) * Width;

    /// <summary>A number as SVG takes it.</summary>
    public static string Text(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Text((double X, double Y) point) => new StringBuilder(Text(point.X)).Append(',').Append(Text(point.Y)).ToString();

    // The next of 1, 2, 5, 10, 20, 50, …
    private static double TopOf(double highest)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(1, highest))));
        return new[] { 1, 2, 5, 10 }.Select(one => one * power).First(one => one >= highest);
    }
}
