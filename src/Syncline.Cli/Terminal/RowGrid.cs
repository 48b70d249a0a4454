using Spectre.Console;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Cli.Terminal;

/// <summary>Rows as a table for people, or as JSON objects.</summary>
internal static class RowGrid
{
    private const int LongestCell = 60;

    /// <summary>A table of the rows; numbers stand at the right, missing values are pale.</summary>
    public static Table Of(IReadOnlyList<ColumnSchema> columns, IEnumerable<RowBatch> batches)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            var head = new TableColumn($"[bold]{Markup.Escape(column.Name)}[/]").NoWrap();
            table.AddColumn(IsNumber(column.Type.Kind) ? head.RightAligned() : head);
        }

        foreach (var batch in batches)
        {
            for (var row = 0; row < batch.RowCount; row++)
            {
                table.AddRow([.. Enumerable.Range(0, columns.Count).Select(column => Cell(batch.GetValue(column, row)))]);
            }
        }

        return table;
    }

    /// <summary>The rows as JSON objects, one property per column.</summary>
    public static IEnumerable<Dictionary<string, object?>> ToJson(RowBatch batch)
    {
        for (var row = 0; row < batch.RowCount; row++)
        {
            var values = new Dictionary<string, object?>(StringComparer.Ordinal);
            for (var column = 0; column < batch.Columns.Count; column++)
            {
                values[batch.Columns[column].Name] = ValueText.ForJson(batch.GetValue(column, row));
            }

            yield return values;
        }
    }

    private static Markup Cell(object? value) =>
        ValueText.Of(value) is { } text ? new Markup(Markup.Escape(ValueText.OneLine(text, LongestCell))) : new Markup("[grey]·[/]");

    private static bool IsNumber(ColumnKind kind) => kind is ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Money or ColumnKind.Double;
}
