using System.CommandLine;
using Spectre.Console;
using Syncline.Cli.Commands.Connections;
using Syncline.Cli.Terminal;
using Syncline.Core.Probing;

namespace Syncline.Cli.Commands.Apps;

/// <summary><c>syncline app check NAME</c>: what the outside can tell of the app that a connection signs in with.</summary>
internal static class AppCheckCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the saved connection." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("check", "Looks at a connection's app registration from the outside: signs nobody in and sends no credential.") { Name };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var workspace = context.OpenWorkspace();
        var settings = await workspace.Library.FindAsync(context.Arguments.GetRequiredValue(Name), cancellationToken);
        var unseen = workspace.NotVisibleFromOutside(settings);
        var steps = new List<ProbeStep>();
        await foreach (var step in workspace.ProbeAppAsync(settings, cancellationToken))
        {
            steps.Add(step);
            if (!context.Output.IsJson)
            {
                ProbeLines.Print(context.Output.Text, step, ProbeLines.TitleWidth);
            }
        }

        var tested = new TestedConnection(settings.Name, steps);
        context.Output.Result(
            new
            {
                name = settings.Name,
                ok = tested.Error is null,
                steps = steps.Select(ProbeLines.ToJson),
                notVisibleFromOutside = unseen,
                error = tested.Error is { } error ? new ErrorReport(error).ToJson() : null,
            },
            console =>
            {
                console.WriteLine("What only a sign-in shows:");
                foreach (var one in unseen)
                {
                    console.Write(new Padder(new Markup(Markup.Escape(one)), new Padding(2, 0, 0, 0)).Collapse());
                }
            });
        return tested.Error is null ? ExitCode.Success : ExitCode.Failure;
    }
}
