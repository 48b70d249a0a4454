using System.CommandLine;
using Spectre.Console;
using Syncline.Cli.Terminal;
using Syncline.Core.Designing;
using Syncline.Core.Errors;
using Syncline.Workspace.Designing;

namespace Syncline.Cli.Commands.Tables;

/// <summary><c>syncline table create CONNECTION TABLE --from CONNECTION TABLE</c>: makes a table like another, or adds the columns it lacks.</summary>
internal static class TableCreateCommand
{
    private const int MostOnALine = 1000;

    private static readonly Argument<string> Connection = new("connection") { Description = "Name of the saved connection, to a database or to files, in which the table is made." };

    private static readonly Argument<string> Table = new("table") { Description = "Name of the table to make, or of the file. A table of a database that is there gets the columns that it lacks, and loses nothing." };

    private static readonly Option<string[]> From = new("--from")
    {
        Description = "Connection and table whose columns and keys the new table gets, e.g. --from contoso contact.",
        HelpName = "CONNECTION TABLE",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
        Required = true,
    };

    private static readonly Option<string[]> Select = new("--select")
    {
        Description = "Only these columns, separated by commas.",
        HelpName = "column,…",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Show the statements, and change nothing." };

    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do not ask." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("create", "Makes a table or file like a table of another connection, or adds the columns that a table of a database lacks.") { Connection, Table, From, Select, DryRun, Yes };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var workspace = context.OpenWorkspace();
        var (name, from) = (context.Arguments.GetRequiredValue(Connection), context.Arguments.GetRequiredValue(From));
        await using var target = await workspace.OpenAsync(name, cancellationToken);
        await using var source = await workspace.OpenAsync(from[0], cancellationToken);
        string[] columns = [.. context.Arguments.GetRequiredValue(Select).SelectMany(part => part.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        var design = await TableCopy.DesignAsync(
            target, name, context.Arguments.GetRequiredValue(Table), await source.DescribeTableAsync(from[1], cancellationToken), columns, cancellationToken);
        var isDone = false;
        if (design.Statements.Count > 0 && !context.Arguments.GetValue(DryRun))
        {
            if (!context.Arguments.GetValue(Yes))
            {
                Ask(context, design);
            }

            await TableCopy.CarryOutAsync(workspace, name, target, design, cancellationToken);
            isDone = true;
        }

        context.Output.Result(
            new { table = design.Table, isNew = design.IsNew, columns = design.Columns.Select(column => new { name = column.Name, type = column.Type }), statements = design.Statements, options = design.Options, remarks = design.Remarks, done = isDone },
            console => Print(console, name, design, isDone));
        return ExitCode.Success;
    }

    private static void Print(IAnsiConsole console, string connection, TableDesign design, bool isDone)
    {
        if (!isDone)
        {
            PrintStatements(console, design);
        }

        if (design.Options.Count > 0)
        {
            console.WriteLine($"The connection {connection} {(isDone ? "keeps" : "would keep")} what the file is like, as its {(design.Options.Count == 1 ? "option" : "options")} {string.Join(" and ", design.Options.Keys.Order(StringComparer.Ordinal))}.");
        }

        foreach (var remark in design.Remarks)
        {
            console.WriteLine(ValueText.OneLine(remark, MostOnALine));
        }

        console.WriteLine(design switch
        {
            { Statements.Count: 0 } => $"{design.Table} has every column already; nothing is to be done.",
            { IsNew: true } => isDone ? $"Made {design.Table} with {Signs.Count(design.Columns.Count, "column")}." : $"{design.Table} would get {Signs.Count(design.Columns.Count, "column")}. Nothing has been changed.",
            _ => isDone ? $"{design.Table} got {Signs.Count(design.Columns.Count, "column")} more." : $"{design.Table} would get {Signs.Count(design.Columns.Count, "column")} more. Nothing has been changed.",
        });
    }

    private static void PrintStatements(IAnsiConsole console, TableDesign design)
    {
        foreach (var statement in design.Statements)
        {
            foreach (var line in statement.Split('\n'))
            {
                console.WriteLine(ValueText.OneLine(line, MostOnALine));
            }
        }
    }

    private static void Ask(CommandContext context, TableDesign design)
    {
        if (!context.Streams.InIsTerminal || context.Output.IsJson)
        {
            throw new UsageException("Nobody can be asked here, so table create needs --yes.", "Look first with --dry-run, then give --yes.");
        }

        PrintStatements(context.Output.Messages, design);
        context.Output.Messages.Write(new Text("Type yes to do this: "));
        if (!string.Equals(context.Streams.In.ReadLine()?.Trim(), "yes", StringComparison.OrdinalIgnoreCase))
        {
            throw new GuardException(new()
            {
                Id = "CL1022",
                Phase = ErrorPhase.Guard,
                Message = "Not confirmed: no table was made or changed.",
                Advice = "Run the command again when you are sure.",
            });
        }
    }
}
