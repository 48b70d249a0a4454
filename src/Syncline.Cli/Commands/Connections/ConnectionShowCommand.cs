using System.CommandLine;
using Spectre.Console;
using Syncline.Core.Connectors;

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
        var connector = workspace.FindConnector(settings.Connector).Descriptor;
        var derived = workspace.Explain(settings);
        context.Output.Result(
            new { name = settings.Name, connector = settings.Connector, options = settings.Options, secrets = settings.Secrets.Keys, derived = derived.Select(fact => new { label = fact.Label, value = fact.Value, option = fact.Option }) },
            console =>
            {
                console.MarkupLine($"[bold]{Markup.Escape(settings.Name)}[/]  [grey]{Markup.Escape(settings.Connector)}[/]");
                var facts = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(3)).AddColumn();
                foreach (var (name, value) in Lines(connector, settings))
                {
                    facts.AddRow(new Text("  " + name), new Text(value));
                }

                console.Write(facts);
                if (derived.Count > 0)
                {
                    console.MarkupLine("[grey]What follows from these:[/]");
                    var follows = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(3)).AddColumn();
                    foreach (var fact in derived)
                    {
                        follows.AddRow(new Text("  " + fact.Label), new Text(fact.Value));
                    }

                    console.Write(follows);
                }
            });
        return ExitCode.Success;
    }

    /// <summary>What is set, and what holds without being set; then the options that every connection has.</summary>
    private static IEnumerable<(string Name, string Value)> Lines(ConnectorDescriptor connector, ConnectionSettings settings)
    {
        foreach (var option in connector.Options)
        {
            var isUsed = connector.IsVisible(option, settings);
            var isGiven = settings.Options.ContainsKey(option.Name) || settings.Secrets.ContainsKey(option.Name);
            var value = settings.Secrets.ContainsKey(option.Name) ? "(secret)" : settings.Get(option);
            if (value is not null && (isUsed || isGiven))
            {
                yield return (option.Name, !isUsed ? $"{value} (not used with these settings)" : isGiven ? value : $"{value} (default)");
            }
        }

        foreach (var (name, value) in settings.Options.Where(given => connector.Find(given.Key) is null))
        {
            yield return (name, value);
        }
    }
}
