using System.CommandLine;
using Spectre.Console;

namespace Syncline.Cli.Commands.Connections;

/// <summary><c>syncline connection show NAME</c>: a saved connection without its secrets.</summary>
internal static class ConnectionShowCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the saved connection." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("show", "Shows a saved connection; secrets stay hidden.") { Name };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var workspace = context.OpenWorkspace();
        var settings = await workspace.Library.FindAsync(context.Arguments.GetRequiredValue(Name), cancellationToken);
        var options = workspace.FindConnector(settings.Connector).Descriptor.Options;
        context.Output.Result(
            new { name = settings.Name, connector = settings.Connector, options = settings.Options, secrets = settings.Secrets.Keys },
            console =>
            {
                console.MarkupLine($"[bold]{Markup.Escape(settings.Name)}[/]  [grey]{Markup.Escape(settings.Connector)}[/]");
                var facts = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(3)).AddColumn();
                foreach (var option in options)
                {
                    if (settings.Secrets.ContainsKey(option.Name))
                    {
                        facts.AddRow(new Text("  " + option.Name), new Text("(secret)"));
                    }
                    else if (settings.Get(option) is { } value)
                    {
                        facts.AddRow(new Text("  " + option.Name), new Text(settings.Options.ContainsKey(option.Name) ? value : $"{value} (default)"));
                    }
                }

                console.Write(facts);
            });
        return ExitCode.Success;
    }
}
