namespace Syncline.Cli.Terminal;

/// <summary>One line on stderr that is written over; only on a terminal. Safe for concurrent use.</summary>
internal sealed class ProgressLine(Output output)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private long last;
    private bool shown;

    /// <summary>Shows a text, at most ten times a second.</summary>
    public void Show(string text, bool always = false)
    {
        if (!output.ShowsProgress)
        {
            return;
        }

        lock (gate)
        {
            var now = TimeProvider.System.GetTimestamp();
            if (!always && shown && TimeProvider.System.GetElapsedTime(last, now) < Pause)
            {
                return;
            }

            last = now;
            shown = true;
            var width = Math.Max(output.Messages.Profile.Width - 1, 20);
            output.Messages.Profile.Out.Writer.Write("\r" + ValueText.OneLine(text, width).PadRight(width));
            output.Messages.Profile.Out.Writer.Flush();
        }
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        lock (gate)
        {
            if (shown)
            {
                output.Messages.Profile.Out.Writer.Write("\r" + new string(' ', Math.Max(output.Messages.Profile.Width - 1, 20)) + "\r");
                output.Messages.Profile.Out.Writer.Flush();
                shown = false;
            }
        }
    }
}
