using DuckDB.NET.Data;
using Syncline.Core.Tables;

namespace Syncline.Sync.Plans;

/// <summary>
/// Puts changes into a plan by way of DuckDB's appender, which takes flat rows: they go to a temporary table and are folded into structs from
/// there. Over ten times faster than INSERT with literals.
/// </summary>
internal sealed class ChangeStage(DuckDBConnection connection, string alias, IReadOnlyList<PlanColumn> columns)
{
    private const char Separator = '\u001f';

    private readonly string table = $"stage_{alias}";

    /// <summary>Adds changes to the plan's table.</summary>
    public async ValueTask AppendAsync(IReadOnlyCollection<PlannedChange> changes, CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            $"""
            CREATE TEMP TABLE {table} (seq BIGINT, action VARCHAR, row_id VARCHAR, version VARCHAR, changed VARCHAR, has_before BOOLEAN, has_after BOOLEAN,
                source_row BIGINT, {Fields('b')}, {Fields('a')})
            """,
            cancellationToken);
        using (var appender = connection.CreateAppender("temp", "main", table))
        {
            foreach (var change in changes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Append(appender, change);
            }
        }

        await ExecuteAsync(
            $"""
            INSERT INTO {alias}.changes SELECT seq, action, row_id, version, CASE WHEN changed = '' THEN [] ELSE string_split(changed, chr({(int)Separator})) END,
                CASE WHEN has_before THEN {Struct('b')} END, CASE WHEN has_after THEN {Struct('a')} END, source_row FROM {table} ORDER BY seq;
            DROP TABLE temp.{table};
            """,
            cancellationToken);
    }

    private static bool IsMoment(ColumnType type) => type.Kind is ColumnKind.DateTime or ColumnKind.LocalDateTime;

    // Moments cross as microseconds since 1970, so that no driver's idea of time zones stands between.
    private string Fields(char side) =>
        string.Join(", ", columns.Select((column, i) => $"{side}{i} {(IsMoment(column.Type) ? "BIGINT" : Sql.TypeOf(column.Type))}"));

    private string Struct(char side) => $"{{{string.Join(", ", columns.Select((column, i) => $"{Sql.Literal(column.Name)}: {column.Type.Kind switch
    {
        ColumnKind.DateTime => $"CAST(make_timestamp({side}{i}) AT TIME ZONE 'UTC' AS TIMESTAMPTZ)",
        ColumnKind.LocalDateTime => $"make_timestamp({side}{i})",
        _ => $"{side}{i}",
    }}"))}}}";

    private void Append(DuckDBAppender appender, PlannedChange change)
    {
        var row = appender.CreateRow();
        row.AppendValue(change.Seq).AppendValue(PlanTables.NameOf(change.Action)).AppendValue(change.RowId).AppendValue(change.Version)
            .AppendValue(string.Join(Separator, change.Changed)).AppendValue(change.Before is not null).AppendValue(change.After is not null)
            .AppendValue(change.SourceRow);
        foreach (var side in (IReadOnlyList<object?>?[])[change.Before, change.After])
        {
            for (var i = 0; i < columns.Count; i++)
            {
                Append(row, side?[i]);
            }
        }

        row.EndRow();
    }

    private static void Append(IDuckDBAppenderRow row, object? value)
    {
        switch (value)
        {
            case null: row.AppendNullValue(); break;
            case string text: row.AppendValue(text); break;
            case long number: row.AppendValue(number); break;
            case int number: row.AppendValue(number); break;
            case decimal number: row.AppendValue(number); break;
            case double number: row.AppendValue(number); break;
            case bool flag: row.AppendValue(flag); break;
            case DateTime moment: row.AppendValue((moment.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond); break;
            case DateOnly date: row.AppendValue(date); break;
            case TimeOnly time: row.AppendValue(time); break;
            case Guid id: row.AppendValue(id); break;
            case byte[] bytes: row.AppendValue(bytes); break;
            default: throw new ArgumentException($"No plan column holds a {value.GetType().Name}.", nameof(value));
        }
    }

    private async ValueTask ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
