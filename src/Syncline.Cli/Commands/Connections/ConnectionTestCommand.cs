using System.CommandLine;
using Spectre.Console;
using Syncline.Cli.Terminal;
using Syncline.Core.Probing;
using Syncline.Workspace;

namespace Syncline.Cli.Commands.Connections;

/// <summary><c>syncline connection test [NAME]</c>: tries one or all saved connections step by step, and shows which step fails and why.</summary>
internal static class ConnectionTestCommand
{
    private static readonly Argument<string?> Name = new("name")
    {
        Description = "Name of the saved connection; all when not given.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("test", "Tries a saved connection step by step; changes nothing and opens no browser.") { Name };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var workspace = context.OpenWorkspace();
        if (context.Arguments.GetValue(Name) is { } name)
        {
            var one = await TryAsync(context, workspace, name, cancellationToken);
            context.Output.Result(ToJson(one), console => Summarize(console, one));
            return one.ExitCode;
        }

        var tried = new List<TestedConnection>();
        foreach (var entry in await workspace.Library.ListAsync(cancellationToken))
        {
            tried.Add(entry.Error is { } broken
                ? new TestedConnection(entry.Name, []) { Unreadable = broken }
                : await TryAsync(context, workspace, entry.Name, cancellationToken));
            if (!context.Output.IsJson)
            {
                Summarize(context.Output.Text, tried[^1]);
                context.Output.Text.WriteLine();
            }
        }

        context.Output.Result(
            new { ok = tried.TrueForAll(one => one.Error is null), connections = tried.Select(ToJson) },
            console => console.MarkupLine(
                tried.Count == 0 ? "There is no connection yet. Add one with: syncline connection add" : $"Working: {tried.Count(one => one.Error is null)} of {tried.Count}."));
        return tried.Exists(one => one.ExitCode == ExitCode.Failure) ? ExitCode.Failure
            : tried.Find(one => one.Error is not null)?.ExitCode ?? ExitCode.Success;
    }

    private static async Task<TestedConnection> TryAsync(CommandContext context, SynclineWorkspace workspace, string name, CancellationToken cancellationToken)
    {
        var settings = await workspace.Library.FindAsync(name, cancellationToken);
        var width = workspace.ProbeStages(settings).Max(stage => stage.Title.Length);
        var steps = new List<ProbeStep>();
        if (!context.Output.IsJson)
        {
            context.Output.Text.MarkupLine($"[bold]{Markup.Escape(settings.Name)}[/]");
        }

        await foreach (var step in workspace.ProbeAsync(settings.Name, cancellationToken))
        {
            steps.Add(step);
            if (!context.Output.IsJson)
            {
                ProbeLines.Print(context.Output.Text, step, width);
            }
        }

        return new TestedConnection(settings.Name, steps);
    }

    private static void Summarize(IAnsiConsole console, TestedConnection tested)
    {
        var name = Markup.Escape(tested.Name);
        if (tested.Error is { } error)
        {
            console.MarkupLine(tested.Failed is { } failed
                ? $"[red]{name} does not work yet:[/] the step {Markup.Escape(failed.Stage.Title)} failed."
                : $"[red]{name} does not work:[/] {Markup.Escape(error.Message)} [grey]({error.Id})[/]");
            return;
        }

        console.MarkupLine($"[green]{name} works:[/] {Markup.Escape(tested.Who)}.");
        foreach (var fact in tested.Identity is { } identity ? ConnectionFacts.Of(identity) : [])
        {
            console.MarkupLine($"  [grey]{Markup.Escape(fact.Key)}:[/] {Markup.Escape(fact.Value)}");
        }
    }

    private static object ToJson(TestedConnection tested) => new
    {
        name = tested.Name,
        ok = tested.Error is null,
        system = tested.Identity?.System,
        systemId = tested.Identity?.SystemId,
        user = tested.Identity?.User,
        version = tested.Identity?.Version,
        steps = tested.Steps.Select(ProbeLines.ToJson),
        error = tested.Error is { } error ? new ErrorReport(error).ToJson() : null,
    };
}
