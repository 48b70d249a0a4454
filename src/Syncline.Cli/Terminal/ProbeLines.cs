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
        console.MarkupLine($"  {Sign(console, step.State)}  {title}  {Markup.Escape(step.Found)}{id}{time}");
        PrintCure(console, step, new string(' ', titleWidth + 7));
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

    private static void PrintCure(IAnsiConsole console, ProbeStep step, string indent)
    {
        foreach (var line in step.Error?.Advice?.Split('\n') ?? [])
        {
            console.MarkupLine(indent + Markup.Escape(line.TrimEnd()));
        }

        foreach (var other in step.Error?.Others ?? [])
        {
            console.MarkupLine($"{indent}{Markup.Escape(other.Message)} [grey]({other.Id})[/]");
        }

        if (step.Error?.ServerText is { } words)
        {
            console.MarkupLine($"{indent}[grey]The server's words: {Markup.Escape(words.ReplaceLineEndings(" "))}[/]");
        }

        if (step.Error?.RequestId is { } request)
        {
            console.MarkupLine($"{indent}[grey]Request id for support: {Markup.Escape(request)}[/]");
        }
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
