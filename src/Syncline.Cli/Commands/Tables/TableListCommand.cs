using System.CommandLine;
using Spectre.Console;
using Syncline.Core.Connectors;
using Syncline.Core.Tables;

namespace Syncline.Cli.Commands.Tables;

/// <summary><c>syncline table list CONNECTION</c>.</summary>
internal static class TableListCommand
{
    private static readonly Argument<string> Connection = new("connection") { Description = "Name of the saved connection." };

    private static readonly Option<string?> Search = new("--search") { Description = "Only tables with this text in the name or display name." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("list", "Lists the tables of a connection.") { Connection, Search };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var connection = await context.OpenWorkspace().OpenAsync(context.Arguments.GetRequiredValue(Connection), cancellationToken);
        var tables = new List<TableSummary>();
        await foreach (var table in connection.ListTablesAsync(new TableFilter { Search = context.Arguments.GetValue(Search) }, cancellationToken))
        {
            tables.Add(table);
        }

        context.Output.Result(
            tables.Select(table => new { name = table.Name, displayName = table.DisplayName, entitySetName = table.EntitySetName }),
            console =>
            {
                if (tables.Count == 0)
                {
                    console.WriteLine(context.Arguments.GetValue(Search) is { } search ? $"No table has '{search}' in its name." : "There are no tables.");
                    return;
                }

                var grid = new Table().Border(TableBorder.Simple).AddColumns("Name", "Display name");
                foreach (var table in tables)
                {
                    grid.AddRow($"[bold]{Markup.Escape(table.Name)}[/]", Markup.Escape(table.DisplayName ?? string.Empty));
                }

                console.Write(grid);
                console.WriteLine(Terminal.Signs.Count(tables.Count, "table"));
            });
        return ExitCode.Success;
    }
}
