using System.Globalization;
using Spectre.Console;
using Syncline.Core.Probing;

namespace Syncline.Cli.Terminal;

/// <summary>The steps of a connection test as lines, one by one as they come, and as JSON.</summary>
internal static class ProbeLines
{
    /// <summary>Columns that the usual titles need.</summary>
    public const int TitleWidth = 17;

    private static readonly TimeSpan WorthSaying = TimeSpan.FromMilliseconds(100);

    /// <summary>Prints one step: sign, title, what was found, and for trouble what to do.</summary>
    /// <param name="console">Where.</param>
    /// <param name="step">The step.</param>
    /// <param name="titleWidth">Columns of the titles.</param>
    public static void Print(IAnsiConsole console, ProbeStep step, int titleWidth)
    {
        var title = Markup.Escape(step.Stage.Title.PadRight(titleWidth));
        if (step.State == ProbeState.Skipped)
        {
            console.MarkupLine($"  [grey]-  {title}  not tried[/]");
            return;
        }

        var time = step.Duration < WorthSaying ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" [grey]({step.Duration.TotalSeconds:0.0} s)[/]");
        var id = step.Error is { } error ? $" [grey]({error.Id})[/]" : string.Empty;
        var columns = new Grid { Expand = false }
            .AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(2, 0, 2, 0) })
            .AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 2, 0) })
            .AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) })
            .AddRow(Sign(console, step.State), title, $"{Markup.Escape(step.Found)}{id}{time}");
        console.Write(columns);
        PrintCure(console, step, titleWidth + 7);
    }

    /// <summary>The steps as JSON.</summary>
    public static object ToJson(ProbeStep step) => new
    {
        id = step.Stage.Id,
        title = step.Stage.Title,
        state = step.State,
        found = step.Found,
        milliseconds = (long)step.Duration.TotalMilliseconds,
        error = step.Error is { } error ? new ErrorReport(error).ToJson() : null,
    };

    private static void PrintCure(IAnsiConsole console, ProbeStep step, int indent)
    {
        foreach (var line in step.Error?.Advice?.Split('\n') ?? [])
        {
            Indented(Markup.Escape(line.TrimEnd()));
        }

        foreach (var other in step.Error?.Others ?? [])
        {
            Indented($"{Markup.Escape(other.Message)} [grey]({other.Id})[/]");
        }

        if (step.Error?.ServerText is { } words)
        {
            Indented($"[grey]The server's words: {Markup.Escape(words.ReplaceLineEndings(" "))}[/]");
        }

        if (step.Error?.RequestId is { } request)
        {
            Indented($"[grey]Request id for support: {Markup.Escape(request)}[/]");
        }

        // Long lines are wrapped below their own beginning, not below the signs.
        void Indented(string markup) => console.Write(new Padder(new Markup(markup), new Padding(indent, 0, 0, 0)).Collapse());
    }

    private static string Sign(IAnsiConsole console, ProbeState state) => (state, console.Profile.Capabilities.Unicode) switch
    {
        (ProbeState.Ok, true) => "[green]✓[/]",
        (ProbeState.Ok, false) => "[green]+[/]",
        (ProbeState.Warning, _) => "[yellow]![/]",
        (_, true) => "[red]✗[/]",
        _ => "[red]x[/]",
    };
}
