using System.CommandLine;
using Spectre.Console;
using Syncline.Cli.Terminal;
using Syncline.Connections.Library;
using Syncline.Core.Errors;

namespace Syncline.Cli.Commands.Connections;

/// <summary><c>syncline connection import FILE</c>: saves the connections of an export.</summary>
internal static class ConnectionImportCommand
{
    private static readonly Argument<string> ExportPath = new("file") { Description = "A file that connection export wrote." };

    private static readonly Option<bool> Replace = new("--replace") { Description = "Replace connections that have the same names." };

    private static readonly Option<string?> Passphrase = PassphraseOption.Make();

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("import", "Saves the connections of an export.") { ExportPath, Replace, Passphrase };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var imported = await ImportAsync(context, context.Arguments.GetRequiredValue(ExportPath), cancellationToken);
        context.Output.Result(
            new { imported = imported.Select(one => new { name = one.Name, missingSecrets = one.MissingSecrets }) },
            console =>
            {
                console.WriteLine($"Imported {Signs.Count(imported.Count, "connection")}.");
                foreach (var one in imported)
                {
                    console.MarkupLine($"  [bold]{Markup.Escape(one.Name)}[/]{Missing(one)}");
                }

                console.WriteLine("Sign-ins do not travel. See what is left to do with: syncline doctor");
            });
        return ExitCode.Success;
    }

    private static async Task<IReadOnlyList<ImportedConnection>> ImportAsync(CommandContext context, string path, CancellationToken cancellationToken)
    {
        var document = await File.ReadAllTextAsync(path, cancellationToken);
        var passphrase = await PassphraseOption.ReadAsync(context, Passphrase, cancellationToken);
        try
        {
            return await new ConnectionTransfer(context.OpenWorkspace().Library).ImportAsync(document, passphrase, context.Arguments.GetValue(Replace), cancellationToken);
        }
        catch (ConfigurationException exception) when (exception.Error.Location is null)
        {
            throw new ConfigurationException(exception.Error with { Location = new SourceLocation(path) }, exception);
        }
    }

    private static string Missing(ImportedConnection one) => one.MissingSecrets.Count == 0
        ? string.Empty
        : $"  [yellow]without {Markup.Escape(string.Join(", ", one.MissingSecrets))}[/]: import with --replace --passphrase, or add it again with --secret";
}
