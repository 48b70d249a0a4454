using System.CommandLine;
using Spectre.Console;

namespace Syncline.Cli.Commands.Connections;

/// <summary><c>syncline connection list</c>.</summary>
internal static class ConnectionListCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("list", "Lists the saved connections.");
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var entries = await context.OpenWorkspace().Library.ListAsync(cancellationToken);
        context.Output.Result(
            entries.Select(entry => new
            {
                name = entry.Name,
                connector = entry.Connector,
                options = entry.Options,
                secrets = entry.SecretNames,
                signedIn = entry.HasSavedSignIn,
                error = entry.Error?.Message,
            }),
            console =>
            {
                if (entries.Count == 0)
                {
                    console.WriteLine("The library is empty. Add a connection with: syncline connection add NAME --connector dynamics-365 --set url=…");
                    return;
                }

                var table = new Table().Border(TableBorder.Simple).AddColumns("Name", "Connector", "Where", "Sign-in");
                foreach (var entry in entries)
                {
                    var where = entry.Options.GetValueOrDefault("url") ?? entry.Options.GetValueOrDefault("path") ?? string.Empty;
                    table.AddRow(
                        $"[bold]{Markup.Escape(entry.Name)}[/]",
                        entry.Error is { } error ? $"[red]{Markup.Escape(error.Message)}[/]" : Markup.Escape(entry.Connector ?? string.Empty),
                        Markup.Escape(where),
                        entry.HasSavedSignIn ? "saved" : "[grey]none[/]");
                }

                console.Write(table);
            });
        return ExitCode.Success;
    }
}
