using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Syncline.Cli.Terminal;
using Syncline.Core.Tables;

namespace Syncline.Cli.Commands.Tables;

/// <summary><c>syncline table show CONNECTION TABLE</c>: columns with types, keys, choices and lookup targets.</summary>
internal static class TableShowCommand
{
    private const int MostChoices = 6;

    private static readonly Argument<string> Connection = new("connection") { Description = "Name of the saved connection." };

    private static readonly Argument<string> Table = new("table") { Description = "Name of the table." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("show", "Shows a table: columns with types, keys, choices, lookup targets.") { Connection, Table };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var connection = await context.OpenWorkspace().OpenAsync(context.Arguments.GetRequiredValue(Connection), cancellationToken);
        var schema = await connection.DescribeTableAsync(context.Arguments.GetRequiredValue(Table), cancellationToken);
        context.Output.Result(ToJson(schema), console => Print(console, schema));
        return ExitCode.Success;
    }

    private static object ToJson(TableSchema schema) => new
    {
        name = schema.Name,
        displayName = schema.Summary.DisplayName,
        entitySetName = schema.Summary.EntitySetName,
        description = schema.Summary.Description,
        nameColumn = schema.NameColumn,
        keys = schema.Keys.Select(key => new { name = key.Name, columns = key.Columns, primary = key.IsPrimary }),
        columns = schema.Columns.Select(column => new
        {
            name = column.Name,
            displayName = column.DisplayName,
            type = column.Type.Kind,
            maxLength = column.Type.MaxLength,
            scale = column.Type.Scale,
            minimum = column.Type.Minimum,
            maximum = column.Type.Maximum,
            choices = column.Type.Choices.Count == 0 ? null : column.Type.Choices.Select(choice => new { value = choice.Value, label = choice.Label }),
            lookupTargets = column.Type.LookupTargets.Count == 0 ? null : column.Type.LookupTargets,
            companionOf = column.CompanionOf,
            canRead = column.CanRead,
            canInsert = column.CanInsert,
            canUpdate = column.CanUpdate,
            required = column.IsRequired,
        }),
    };

    private static void Print(IAnsiConsole console, TableSchema schema)
    {
        console.MarkupLine($"[bold]{Markup.Escape(schema.Name)}[/]  {Markup.Escape(schema.Summary.DisplayName ?? string.Empty)}");
        if (schema.Summary.Description is { } description)
        {
            console.MarkupLine($"  [grey]{Markup.Escape(ValueText.OneLine(description, 200))}[/]");
        }

        foreach (var key in schema.Keys)
        {
            console.MarkupLine($"  [grey]{(key.IsPrimary ? "Primary key" : "Key")} {Markup.Escape(key.Name)}:[/] {Markup.Escape(string.Join(", ", key.Columns))}");
        }

        var grid = new Table().Border(TableBorder.Simple).AddColumns("Column", "Display name", "Type", "Write");
        foreach (var column in schema.Columns.Where(column => column.CompanionOf is null))
        {
            grid.AddRow(
                $"[bold]{Markup.Escape(column.Name)}[/]",
                Markup.Escape(column.DisplayName ?? string.Empty),
                Markup.Escape(TypeText(column.Type)),
                column switch
                {
                    { IsRequired: true, CanInsert: true } => "required",
                    { CanInsert: true, CanUpdate: true } => "yes",
                    { CanInsert: true } => "when added",
                    { CanUpdate: true } => "when updated",
                    _ => "[grey]no[/]",
                });
        }

        console.Write(grid);
        var companions = schema.Columns.Count(column => column.CompanionOf is not null);
        console.WriteLine(companions == 0
            ? Terminal.Signs.Count(schema.Columns.Count, "column")
            : $"{Terminal.Signs.Count(schema.Columns.Count - companions, "column")}; lookups and choices can also be read by name (column.name, column.label).");
    }

    private static string TypeText(ColumnType type)
    {
        var kind = type.Kind.ToString().ToLowerInvariant();
        return type switch
        {
            { LookupTargets.Count: > 0 } => $"{kind} → {string.Join(" | ", type.LookupTargets)}",
            { Choices.Count: > 0 } => $"{kind}: {string.Join(", ", type.Choices.Take(MostChoices).Select(choice => $"{choice.Value.ToString(CultureInfo.InvariantCulture)} {choice.Label}"))}{(type.Choices.Count > MostChoices ? $", … ({type.Choices.Count} in all)" : string.Empty)}",
            { MaxLength: { } length } => $"{kind}({length})",
            { Scale: { } scale, Kind: ColumnKind.Decimal or ColumnKind.Money or ColumnKind.Double } => $"{kind}, {scale} decimals",
            _ => kind,
        };
    }
}
