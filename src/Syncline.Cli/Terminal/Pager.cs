namespace Syncline.Cli.Terminal;

/// <summary>Stops at the foot of each screen and asks whether to go on; only where a person sits at a terminal and has not said how much to show.</summary>
internal sealed class Pager(CommandContext context)
{
    private const int LinesForQuestion = 2;

    private readonly bool asks = context.Streams is { OutIsTerminal: true, InIsTerminal: true };
    private int used;
    private bool toTheEnd;

    /// <summary>Whether so many lines more may be printed: true at once while they fit, else as the person answers.</summary>
    public bool GoesOn(int lines)
    {
        if (!asks || toTheEnd)
        {
            return true;
        }

        if (used > 0 && used + lines > Math.Max(context.Output.Text.Profile.Height - LinesForQuestion, lines))
        {
            context.Output.Messages.Write(new Spectre.Console.Text("-- Enter: next page, a: all, q: end -- "));
            var answer = context.Streams.In.ReadLine()?.Trim().ToLowerInvariant();
            if (answer is null or "q")
            {
                return false;
            }

            toTheEnd = answer == "a";
            used = 0;
        }

        used += lines;
        return true;
    }
}
