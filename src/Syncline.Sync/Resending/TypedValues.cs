using DuckDB.NET.Data;
using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Sync.Mapping;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;

namespace Syncline.Sync.Resending;

/// <summary>
/// Reads texts that a person types into a cell, by the rules that hold for the texts of a source: a value that does not fit is told, never cut.
/// Choices are taken by label or number, a lookup by the id of its row. Safe for concurrent use, one text at a time.
/// </summary>
public sealed class TypedValues : IDisposable
{
    private readonly Lock gate = new();
    private readonly DuckDBConnection connection = new("Data Source=:memory:");

    /// <summary>A reader of texts, in a database that reaches no file and no network.</summary>
    public TypedValues()
    {
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SET enable_external_access = false; SET autoload_known_extensions = false; SET TimeZone = 'UTC'; SET threads = 1; SET memory_limit = '128MiB';
            SET lock_configuration = true;
            """;
        command.ExecuteNonQuery();
    }

    /// <summary>Reads a text as a value of a column.</summary>
    /// <param name="text">The text; empty, or nothing, is no value.</param>
    /// <param name="column">The column.</param>
    public TypedValue Read(string? text, PlanColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var rule = new ColumnRule { Name = column.Name, Target = column.Name };
        var plain = ColumnType.Of(ColumnKind.Text);
        var converted = ValueConversion.Of("raw", "typed", plain, column.ToSchema(), rule);
        var reasons = string.Concat(converted.Checks.Select(check => $" WHEN {check.Condition} THEN '{check.ErrorId}:' || {check.Message}"));
        var value = column.Type.Kind is ColumnKind.DateTime or ColumnKind.LocalDateTime ? "epoch_us(value)" : "value";
        lock (gate)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"""
                WITH given AS (SELECT CAST($1 AS VARCHAR) AS raw),
                texts AS (SELECT raw, {ValueConversion.TextOf("raw", plain, column.Type, rule, new CompareSettings())} AS typed FROM given),
                read AS (SELECT raw, typed, CAST({converted.Sql} AS {Sql.TypeOf(column.Type)}) AS value FROM texts)
                SELECT {value}, CASE WHEN typed IS NOT NULL AND value IS NULL THEN {(reasons.Length == 0 ? "''" : $"CASE{reasons} END")} END FROM read
                """;
            command.Parameters.Add(new DuckDBParameter((object?)text ?? DBNull.Value));
            using var reader = command.ExecuteReader();
            reader.Read();
            return reader.IsDBNull(1)
                ? new TypedValue(reader.IsDBNull(0) ? null : PlanRows.Value(reader, 0, column.Type.Kind))
                : new TypedValue(null, Misfit(reader.GetString(1), column));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    private static ErrorDetail Misfit(string told, PlanColumn column)
    {
        var colon = told.IndexOf(':', StringComparison.Ordinal);
        return new ErrorDetail
        {
            Id = told[..colon],
            Phase = ErrorPhase.Mapping,
            Message = $"{told[(colon + 1)..]}.",
            Column = column.Name,
            Recovery = Recovery.SkipRow,
        };
    }
}
