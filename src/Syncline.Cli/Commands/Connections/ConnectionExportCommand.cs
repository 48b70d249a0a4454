using System.CommandLine;
using Spectre.Console;
using Syncline.Cli.Terminal;
using Syncline.Connections.Library;

namespace Syncline.Cli.Commands.Connections;

/// <summary><c>syncline connection export</c>: connections as one document, to carry to another machine.</summary>
internal static class ConnectionExportCommand
{
    private static readonly Argument<string[]> Names = new("name")
    {
        Description = "Names of saved connections; all when not given.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string?> Out = new("--out") { Description = "Where to write the export; stdout when not given.", HelpName = "FILE" };

    private static readonly Option<string?> Passphrase = PassphraseOption.Make();

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("export", "Writes connections as one document; secrets only under a passphrase, sign-ins never.") { Names, Out, Passphrase };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var path = context.Arguments.GetValue(Out);
        if (path is not null && Path.Exists(path))
        {
            throw new UsageException($"{path} is there already.", "Choose another name for the export, or remove that file.");
        }

        var library = context.OpenWorkspace().Library;
        var saved = await library.ListAsync(cancellationToken);
        string[] names = context.Arguments.GetValue(Names) is { Length: > 0 } asked
            ? [.. asked.Distinct(StringComparer.OrdinalIgnoreCase)]
            : [.. saved.Select(entry => entry.Name)];
        var passphrase = await PassphraseOption.ReadAsync(context, Passphrase, cancellationToken);
        var document = await new ConnectionTransfer(library).ExportAsync(names, passphrase, cancellationToken);
        var leftOut = passphrase is null && saved.Any(entry => entry.SecretNames.Count > 0 && names.Contains(entry.Name, StringComparer.OrdinalIgnoreCase));
        if (path is null)
        {
            await context.Streams.Out.WriteLineAsync(document.AsMemory(), cancellationToken);
        }
        else
        {
            await ConnectionTransfer.WriteFileAsync(path, document, cancellationToken);
            context.Output.Result(
                new { file = path, connections = names, secretsLeftOut = leftOut },
                console =>
                {
                    console.MarkupLine($"Exported {Signs.Count(names.Length, "connection")} to [bold]{Markup.Escape(path)}[/].");
                    console.WriteLine($"Next, on the other machine: syncline connection import {path}");
                });
        }

        if (leftOut)
        {
            context.Output.Say("[yellow]Secrets are left out.[/] To take them along, protected: --passphrase env:VAR, file:PATH or -");
        }

        return ExitCode.Success;
    }
}
