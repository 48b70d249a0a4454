using System.CommandLine;
using Spectre.Console;
using Syncline.Connections.Secrets;
using Syncline.Core.Connectors;
using Syncline.Workspace;

namespace Syncline.Cli.Commands.Connections;

/// <summary><c>syncline connection add</c>: saves a connection to the library.</summary>
internal static class ConnectionAddCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the connection in the library." };

    private static readonly Option<string> Connector = new("--connector") { Description = "Kind of system, e.g. dynamics-365 or csv.", Required = true, HelpName = "KIND" };

    private static readonly Option<string[]> Set = new("--set") { Description = "An option of the connector; repeat for more. " + OptionNames(), HelpName = "option=value", DefaultValueFactory = _ => [] };

    private static readonly Option<string[]> Secret = new("--secret")
    {
        Description = "A secret option: from an environment variable, a file, or typed (-). Never given in clear.",
        HelpName = "option=env:VAR|file:PATH|-",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<bool> Replace = new("--replace") { Description = "Replace a connection that has this name." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("add", "Saves a connection.") { Name, Connector, Set, Secret, Replace };
        runner.Set(command, RunAsync);
        return command;
    }

    private static string OptionNames() => string.Join(
        " ",
        ConnectorList.All.Select(connector => $"{connector.Descriptor.Name}: {string.Join(", ", connector.Descriptor.Options.Where(option => !option.IsSecret).Select(option => option.Name))}."));

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var workspace = context.OpenWorkspace();
        var connector = workspace.FindConnector(context.Arguments.GetRequiredValue(Connector));
        var settings = new ConnectionSettings
        {
            Name = context.Arguments.GetRequiredValue(Name),
            Connector = connector.Descriptor.Name,
            Options = Assignments.Parse("--set", context.Arguments.GetRequiredValue(Set)),
            Secrets = await SecretsAsync(context, cancellationToken),
        };
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

    private static async Task<Dictionary<string, Secret>> SecretsAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var secrets = new Dictionary<string, Secret>(StringComparer.Ordinal);
        foreach (var argument in context.Arguments.GetRequiredValue(Secret))
        {
            var input = SecretInput.Parse(argument);
            secrets[input.Option] = await HiddenSecret.ReadAsync(context, input, cancellationToken);
        }

        return secrets;
    }
}
