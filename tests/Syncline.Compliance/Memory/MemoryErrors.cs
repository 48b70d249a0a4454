using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Compliance.Memory;

/// <summary>Every error of the connector, in one place.</summary>
internal static class MemoryErrors
{
    public static ConfigurationException Option(ConnectorOption option, string problem, string? advice) => new(new()
    {
        Id = "ME1001",
        Phase = ErrorPhase.Configuration,
        Message = $"The option {option.Name} {problem}.",
        Advice = advice,
        Option = option.Name,
    });

    public static SchemaException NoTable(string table, IEnumerable<string> known) => new(new()
    {
        Id = "ME2001",
        Phase = ErrorPhase.Schema,
        Message = $"The store has no table '{table}'.",
        Advice = NearestNames.Advice(table, known, "List the tables of the connection."),
    });

    public static SchemaException NoColumn(TableSchema schema, string column) => new(new()
    {
        Id = "ME2002",
        Phase = ErrorPhase.Schema,
        Message = $"The table {schema.Name} has no column '{column}'.",
        Advice = NearestNames.Advice(column, schema.Columns.Select(known => known.Name), "Look at the columns of the table."),
        Column = column,
    });

    public static ConfigurationException NoFilter(string language) => new(new()
    {
        Id = "ME2003",
        Phase = ErrorPhase.Configuration,
        Message = $"A memory connection understands no filter in '{language}'.",
        Advice = "Leave the filter out.",
    });

    public static RowOutcome TooLong(ColumnSchema column) =>
        RowOutcome.Failed(Row("ME3001", $"The value of {column.Name} is longer than {column.Type.MaxLength}.", "Shorten it.", column.Name));

    public static RowOutcome KeyMissing() => RowOutcome.Failed(Row("ME3002", "The row has no key.", "Give every row a key."));

    public static RowOutcome Duplicate() => RowOutcome.Failed(Row("ME3003", "A row with this key is there already.", "Update it instead."));

    public static RowOutcome Missing() => RowOutcome.Failed(Row("ME3004", "There is no row with this key.", "Insert it instead."));

    public static RowOutcome Changed() => RowOutcome.Conflict(Row("ME3005", "The row changed since it was read.", "Read it again."));

    private static ErrorDetail Row(string id, string message, string advice, string? column = null) =>
        new() { Id = id, Phase = ErrorPhase.Write, Message = message, Advice = advice, Recovery = Recovery.SkipRow, Column = column };
}
