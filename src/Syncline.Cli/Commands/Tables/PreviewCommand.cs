using System.CommandLine;
using Spectre.Console;
using Syncline.Cli.Terminal;
using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Workspace.Previews;

namespace Syncline.Cli.Commands.Tables;

/// <summary><c>syncline preview CONNECTION TABLE</c>: looks at rows. Writes nothing.</summary>
internal static class PreviewCommand
{
    private static readonly Argument<string> Connection = new("connection") { Description = "Name of the saved connection." };

    private static readonly Argument<string> Table = new("table") { Description = "Name of the table." };

    private static readonly Option<int> Rows = new("--rows") { Description = "At most so many rows.", DefaultValueFactory = _ => 20 };

    private static readonly Option<string[]> Select = new("--select")
    {
        Description = "Columns to show, separated by commas; a handful when not given, * for all.",
        HelpName = "column,…",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string?> Filter = new("--filter") { Description = "Only rows that pass this filter, in the system's own language (OData for Dynamics 365)." };

    private static readonly Option<bool> Raw = new("--raw") { Description = "Numbers and ids as stored, instead of the names of choices and lookups." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("preview", "Looks at the rows of a table.") { Connection, Table, Rows, Select, Filter, Raw };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Arguments.GetValue(Rows) < 1)
        {
            throw new UsageException("--rows takes a whole number from 1.");
        }

        await using var connection = await context.OpenWorkspace().OpenAsync(context.Arguments.GetRequiredValue(Connection), cancellationToken);
        var schema = await connection.DescribeTableAsync(context.Arguments.GetRequiredValue(Table), cancellationToken);
        var asked = context.Arguments.GetRequiredValue(Select)
            .SelectMany(part => part.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        var columns = PreviewColumns.Choose(schema, [.. asked], context.Arguments.GetValue(Raw));
        var batches = new List<RowBatch>();
        try
        {
            await foreach (var batch in connection.ReadAsync(
                new ReadRequest
                {
                    Table = schema.Name,
                    Columns = [.. columns.Select(column => column.Name)],
                    MaxRows = context.Arguments.GetValue(Rows),
                    Filter = NativeFilter(connection, context.Arguments.GetValue(Filter)),
                },
                cancellationToken))
            {
                batches.Add(batch);
            }

            var count = batches.Sum(batch => batch.RowCount);
            context.Output.Result(
                batches.SelectMany(RowGrid.ToJson),
                console =>
                {
                    console.Write(RowGrid.Of(columns, batches));
                    console.WriteLine(count == 0 ? "No rows." : Signs.Count(count, "row"));
                });
            return ExitCode.Success;
        }
        finally
        {
            batches.ForEach(batch => batch.Dispose());
        }
    }

    private static NativeFilter? NativeFilter(IConnection connection, string? filter)
    {
        if (filter is null)
        {
            return null;
        }

        return connection.Capabilities.FilterLanguages.Count > 0
            ? new NativeFilter(connection.Capabilities.FilterLanguages[0], filter)
            : throw new UsageException("This connection can't filter rows itself.", "Leave --filter out, or filter in a project with source-filter.");
    }
}
