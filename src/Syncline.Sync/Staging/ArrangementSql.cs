using System.Globalization;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Staging;

/// <summary>Turns arrangements into SQL over one staged table. Values stand in it as literals only.</summary>
internal sealed class ArrangementSql(IReadOnlyList<ColumnSchema> columns)
{
    /// <summary>The query that gives the numbers of the rows in order.</summary>
    public string RowsOf(string table, RowArrangement arrangement, long rows)
    {
        var row = Sql.Quote(DuckDbStage.RowNumber);
        var where = arrangement.Conditions.Select(Condition)
            .Prepend(string.Create(CultureInfo.InvariantCulture, $"{row} <= {rows}"));
        if (arrangement.Find is { Length: > 0 } find)
        {
            where = where.Append($"({string.Join(" OR ", arrangement.FindIn.Select(name => $"contains(lower({TextOf(Column(name))}), {Lower(find)})").Append("false"))})");
        }

        var order = arrangement.SortBy is { } name ? $"{SortOf(Column(name))} {(arrangement.Descending ? "DESC" : "ASC")} NULLS LAST, {row}" : row;
        return $"SELECT {row} FROM {Sql.Quote(table)} WHERE {string.Join(" AND ", where)} ORDER BY {order}";
    }

    private ColumnSchema Column(string name) =>
        columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"No column {name} was staged.", nameof(name));

    private string Condition(RowCondition condition)
    {
        var column = Column(condition.Column);
        var (text, value) = ($"lower({TextOf(column)})", Lower(condition.Value));
        return condition.Kind switch
        {
            RowConditionKind.Contains => $"contains({text}, {value})",
            RowConditionKind.Is => $"{text} = {value}",
            RowConditionKind.IsNot => $"{text} IS DISTINCT FROM {value}",
            RowConditionKind.StartsWith => $"starts_with({text}, {value})",
            RowConditionKind.EndsWith => $"ends_with({text}, {value})",
            RowConditionKind.LessThan => $"{Sql.Quote(column.Name)} < {ValueOf(condition.Value, column.Type)}",
            RowConditionKind.GreaterThan => $"{Sql.Quote(column.Name)} > {ValueOf(condition.Value, column.Type)}",
            RowConditionKind.IsEmpty => $"coalesce({text}, '') = ''",
            RowConditionKind.IsNotEmpty => $"coalesce({text}, '') <> ''",
            _ => throw new ArgumentOutOfRangeException(nameof(condition), condition.Kind, "Unknown condition."),
        };
    }

    // As the value is shown, so that what a person sees is what a person finds.
    private static string TextOf(ColumnSchema column)
    {
        var name = Sql.Quote(column.Name);
        return column.Type.Kind switch
        {
            ColumnKind.Text or ColumnKind.Choices => name,
            ColumnKind.Boolean => $"CASE WHEN {name} THEN 'Yes' WHEN NOT {name} THEN 'No' END",
            ColumnKind.DateTime or ColumnKind.LocalDateTime => $"strftime({name}::TIMESTAMP, '%Y-%m-%d %H:%M:%S')",
            ColumnKind.Decimal or ColumnKind.Money => $"CAST({name}::DOUBLE AS VARCHAR)",
            ColumnKind.Binary => $"to_base64({name})",
            _ => $"CAST({name} AS VARCHAR)",
        };
    }

    private static string SortOf(ColumnSchema column) =>
        column.Type.Kind == ColumnKind.Text ? $"lower({Sql.Quote(column.Name)})" : Sql.Quote(column.Name);

    private static string Lower(string text) => $"lower({Sql.Literal(text)})";

    private static string ValueOf(string text, ColumnType type) => $"TRY_CAST({Sql.Literal(text)} AS {Sql.TypeOf(type)})";
}
