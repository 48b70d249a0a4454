using System.CommandLine;
using Spectre.Console;
using Syncline.Connections.Library;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Workspace;

namespace Syncline.Cli.Commands.Connections;

/// <summary><c>syncline connection add</c>: saves a connection to the library.</summary>
internal static class ConnectionAddCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the connection in the library." };

    private static readonly Option<string?> Connector = new("--connector") { Description = "Kind of system, e.g. dynamics-365 or csv.", HelpName = "KIND" };

    private static readonly Option<string[]> Set = new("--set") { Description = "An option of the connector; repeat for more. " + OptionNames(), HelpName = "option=value", DefaultValueFactory = _ => [] };

    private static readonly Option<string[]> Secret = SecretOptions.Make();

    private static readonly Option<bool> Replace = new("--replace") { Description = "Replace a connection that has this name." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("add", "Saves a connection. At a terminal it asks for what is missing.") { Name, Connector, Set, Secret, Replace };
        runner.Set(command, RunAsync);
        return command;
    }

    private static string OptionNames() => string.Join(
        " ",
        ConnectorList.All.Select(connector => $"{connector.Descriptor.Name}: {string.Join(", ", connector.Descriptor.Options.Where(option => !option.IsSecret).Select(option => option.Name))}."));

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var workspace = context.OpenWorkspace();
        var name = context.Arguments.GetRequiredValue(Name);
        RequireFree(context, workspace, name);
        var connector = FindConnector(context, workspace);
        var settings = new ConnectionSettings
        {
            Name = name,
            Connector = connector.Descriptor.Name,
            Options = Assignments.Parse("--set", context.Arguments.GetRequiredValue(Set)),
            Secrets = await SecretOptions.ReadAsync(context, Secret, cancellationToken),
        };
        if (MissingOptions.Of(connector.Descriptor, settings) is { Count: > 0 } missing)
        {
            settings = ConnectionQuestions.CanAsk(context)
                ? new ConnectionQuestions(context).AskOptions(connector.Descriptor, settings)
                : throw MissingOptions.Error(connector.Descriptor, settings, missing);
        }

        await workspace.SaveAsync(settings, context.Arguments.GetValue(Replace), cancellationToken);
        var needsSignIn = connector is Core.SignIn.ISignInConnector signIn && signIn.NeedsPerson(settings);
        context.Output.Result(
            new { name = settings.Name, connector = settings.Connector, needsSignIn },
            console =>
            {
                console.MarkupLine($"Saved the connection [bold]{Markup.Escape(settings.Name)}[/] in {Markup.Escape(workspace.Library.Folder)}.");
                console.WriteLine(needsSignIn ? $"Next: syncline connection authorize {settings.Name}" : $"Next: syncline connection test {settings.Name}");
            });
        return ExitCode.Success;
    }

    // Before any question is asked: nobody should answer six of them for a name that is taken.
    private static void RequireFree(CommandContext context, SynclineWorkspace workspace, string name)
    {
        ConnectionName.Require(name);
        if (!context.Arguments.GetValue(Replace) && workspace.Library.Contains(name))
        {
            throw new ConfigurationException(new()
            {
                Id = "CN1003",
                Phase = ErrorPhase.Configuration,
                Message = $"There is a connection '{name}' already.",
                Advice = $"Choose another name, replace it with --replace, or change single options: syncline connection edit {name} --set option=value",
            });
        }
    }

    private static IConnector FindConnector(CommandContext context, SynclineWorkspace workspace) =>
        context.Arguments.GetValue(Connector) is { } kind ? workspace.FindConnector(kind)
        : ConnectionQuestions.CanAsk(context) ? new ConnectionQuestions(context).AskConnector(ConnectorList.All)
        : throw new UsageException(
            "The kind of system is missing.",
            string.Join('\n', [
                "Say it with --connector KIND:",
                .. ConnectorList.All.Select(connector => $"  {connector.Descriptor.Name}: {connector.Descriptor.Summary}"),
                "See: syncline connection add --help",
            ]));
}
