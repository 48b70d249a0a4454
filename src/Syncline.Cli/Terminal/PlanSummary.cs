using Spectre.Console;
using Syncline.Sync.Plans;

namespace Syncline.Cli.Terminal;

/// <summary>What stands above and below the changes of a plan.</summary>
internal static class PlanSummary
{
    private const int MostProblems = 10;

    /// <summary>From where to where, and who would write.</summary>
    public static void PrintHead(IAnsiConsole console, PlanHeader header)
    {
        var from = header.Origin?.RunId is { } run ? $"takes back run {run}" : Side(header.Source);
        console.MarkupLine($"[bold]{Markup.Escape(header.Project.Name)}[/]  {Markup.Escape(from)} → {Markup.Escape(Side(header.Target))}");
        if (header.Target.System is { } system)
        {
            console.MarkupLine($"[grey]{Markup.Escape(header.Target.User is { } user ? $"{system}, as {user}" : system)}[/]");
        }

        if (header.WriteBack is { } back)
        {
            console.MarkupLine($"[grey]After each add, {Markup.Escape(back.From)} is written back to {Markup.Escape(back.Column)} of {Markup.Escape(Side(header.Source))}.[/]");
        }

        console.WriteLine();
    }

    /// <summary>Problems, warnings, broken guards, counts and the digest.</summary>
    public static async Task PrintFootAsync(IAnsiConsole console, PlanFile plan, CancellationToken cancellationToken)
    {
        var header = plan.Header;
        if (header.Counts.Changes > 0)
        {
            console.WriteLine();
        }

        if (header.Counts.Problems > 0)
        {
            PrintProblems(console, await plan.ReadProblemsAsync(cancellationToken).Take(MostProblems).ToListAsync(cancellationToken), header.Counts.Problems, plan.Path);
            console.WriteLine();
        }

        foreach (var warning in header.Warnings)
        {
            console.MarkupLine($"[yellow]Note:[/] {Markup.Escape(warning)}");
        }

        foreach (var guard in header.Guards.Where(guard => !guard.Holds))
        {
            console.MarkupLine($"{Signs.Error} Guard {Markup.Escape(guard.Name)}: {Markup.Escape(guard.Limit)} allowed, found {Markup.Escape(guard.Found)}. This plan can't be applied.");
        }

        console.MarkupLine(Signs.Summary(header.Counts));
        console.MarkupLine(header.Origin?.RunId is null
            ? $"[grey]{Signs.Number(header.Counts.SourceRows)} source rows, {Signs.Number(header.Counts.TargetRows)} target rows compared. Nothing has been written.[/]"
            : $"[grey]{Signs.Number(header.Counts.SourceRows)} rows that the run wrote were looked at. Nothing has been written.[/]");
        if (header.Options.TryGetValue("target-read", out var target) && header.Options.TryGetValue("source-read", out var source))
        {
            console.MarkupLine($"[grey]Read of the source: {Markup.Escape(source.Split(':')[0])}; of the target: {Markup.Escape(target.Split(':')[0])}. The rest comes from the mirrors of the last read.[/]");
        }

        console.MarkupLine($"[grey]Digest {Markup.Escape(header.Digest)}[/]");
    }

    /// <summary>The first rows that could not be planned.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="problems">The first of them; at most ten are shown.</param>
    /// <param name="all">How many there are.</param>
    /// <param name="path">The plan.</param>
    public static void PrintProblems(IAnsiConsole console, IReadOnlyList<PlanProblem> problems, long all, string path)
    {
        foreach (var problem in problems.Take(MostProblems))
        {
            var place = string.Join(", ", new[] { problem.SourceRow is { } row ? $"line {row}" : null, problem.Key, problem.Column }.Where(part => part is not null));
            console.MarkupLine($"{Signs.Error} {Markup.Escape(place)}: {Markup.Escape(ValueText.OneLine(problem.Message, 300))}");
            if (problem.Advice is { } advice)
            {
                console.MarkupLine($"    [grey]{Markup.Escape(advice)}[/]");
            }
        }

        if (all > MostProblems)
        {
            console.WriteLine($"  and {Signs.Number(all - MostProblems)} more; see all with: syncline plan show {path} --json");
        }
    }

    private static string Side(PlanSide side) => $"{side.Connection} / {side.Table}";
}
