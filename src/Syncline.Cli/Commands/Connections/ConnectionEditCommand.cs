using System.CommandLine;
using Spectre.Console;
using Syncline.Workspace.Connections;

namespace Syncline.Cli.Commands.Connections;

/// <summary><c>syncline connection edit NAME</c>: changes single options; the others and the secrets stay.</summary>
internal static class ConnectionEditCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the saved connection." };

    private static readonly Option<string[]> Set = new("--set") { Description = "An option to change; repeat for more.", HelpName = "option=value", DefaultValueFactory = _ => [] };

    private static readonly Option<string[]> Secret = SecretOptions.Make();

    private static readonly Option<string[]> Unset = new("--unset") { Description = "An option or secret to take back to its default; repeat for more.", HelpName = "option", DefaultValueFactory = _ => [] };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("edit", "Changes single options of a saved connection; the others stay as they are.") { Name, Set, Secret, Unset };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.Arguments.GetRequiredValue(Name);
        var set = Assignments.Parse("--set", context.Arguments.GetRequiredValue(Set));
        var unset = context.Arguments.GetRequiredValue(Unset);
        if (set.Count == 0 && unset.Length == 0 && context.Arguments.GetRequiredValue(Secret).Length == 0)
        {
            throw new UsageException("Nothing is to be changed.", $"Say what: --set option=value, --secret option=-, or --unset option. See what is set with: syncline connection show {name}");
        }

        var change = new ConnectionChange { Set = set, Unset = unset, Secrets = await SecretOptions.ReadAsync(context, Secret, cancellationToken) };
        var edited = await new ConnectionEditing(context.OpenWorkspace()).EditAsync(name, change, cancellationToken);
        context.Output.Result(
            new { name = edited.Settings.Name, connector = edited.Settings.Connector, options = edited.Settings.Options, secrets = edited.Settings.Secrets.Keys, needsSignIn = edited.NeedsSignIn },
            console =>
            {
                console.MarkupLine($"Changed the connection [bold]{Markup.Escape(edited.Settings.Name)}[/].");
                console.WriteLine($"Next: syncline connection {(edited.NeedsSignIn ? "authorize" : "test")} {edited.Settings.Name}");
            });
        return ExitCode.Success;
    }
}
