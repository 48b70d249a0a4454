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
        console.MarkupLine($"[bold]{Markup.Escape(header.Project.Name)}[/]  {Markup.Escape(Side(header.Source))} → {Markup.Escape(Side(header.Target))}");
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
            await foreach (var problem in plan.ReadProblemsAsync(cancellationToken).Take(MostProblems))
            {
                var place = string.Join(", ", new[] { problem.SourceRow is { } row ? $"line {row}" : null, problem.Key, problem.Column }.Where(part => part is not null));
                console.MarkupLine($"{Signs.Error} {Markup.Escape(place)}: {Markup.Escape(ValueText.OneLine(problem.Message, 300))}");
                if (problem.Advice is { } advice)
                {
                    console.MarkupLine($"    [grey]{Markup.Escape(advice)}[/]");
                }
            }

            if (header.Counts.Problems > MostProblems)
            {
                console.WriteLine($"  and {Signs.Number(header.Counts.Problems - MostProblems)} more; see all with: plan show {plan.Path} --json");
            }

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
        console.MarkupLine($"[grey]{Signs.Number(header.Counts.SourceRows)} source rows, {Signs.Number(header.Counts.TargetRows)} target rows compared. Nothing has been written.[/]");
        if (header.Options.TryGetValue("target-read", out var target) && header.Options.TryGetValue("source-read", out var source))
        {
            console.MarkupLine($"[grey]Read of the source: {Markup.Escape(source.Split(':')[0])}; of the target: {Markup.Escape(target.Split(':')[0])}. The rest comes from the mirrors of the last read.[/]");
        }

        console.MarkupLine($"[grey]Digest {Markup.Escape(header.Digest)}[/]");
    }

    private static string Side(PlanSide side) => $"{side.Connection} / {side.Table}";
}
