using System.Globalization;
using DuckDB.NET.Data;
using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;

namespace Syncline.Sync.Mapping;

/// <summary>
/// Tries value expressions on some rows of the source while they are typed: the same checks as a plan makes, in a database that reaches no file and no
/// network. Safe for concurrent use, one expression at a time.
/// </summary>
public sealed class ExpressionTrial : IDisposable
{
    private readonly Lock gate = new();
    private readonly ExpressionParser parser;
    private readonly DuckDBConnection connection = new("Data Source=:memory:");
    private readonly int rowCount;

    /// <summary>A trial on rows of a table.</summary>
    /// <param name="source">The source table.</param>
    /// <param name="rows">Rows as invariant texts by column name, few: each expression is computed for all of them. A column that is not there has no value.</param>
    public ExpressionTrial(TableSchema source, IReadOnlyList<IReadOnlyDictionary<string, string?>> rows)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(rows);
        rowCount = rows.Count;
        parser = new ExpressionParser(source);
        List<ColumnSchema> columns = [.. source.Columns.Where(column => column is { CanRead: true })];
        connection.Open();
        Execute($"""
            SET enable_external_access = false; SET autoload_known_extensions = false; SET TimeZone = 'UTC'; SET threads = 1; SET memory_limit = '128MiB';
            CREATE TABLE texts ("@row" INTEGER, {string.Join(", ", columns.Select(column => $"{Sql.Quote(column.Name)} VARCHAR"))});
            CREATE VIEW source AS SELECT "@row", {string.Join(", ", columns.Select(column => $"TRY_CAST({Sql.Quote(column.Name)} AS {Sql.TypeOf(column.Type)}) AS {Sql.Quote(column.Name)}"))} FROM texts;
            SET lock_configuration = true;
            """);
        using var command = connection.CreateCommand();
        command.CommandText = $"INSERT INTO texts VALUES ({string.Join(", ", columns.Prepend(null).Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"${i + 1}")))})";
        foreach (var (at, row) in rows.Index())
        {
            command.Parameters.Clear();
            command.Parameters.Add(new DuckDBParameter(at));
            foreach (var column in columns)
            {
                command.Parameters.Add(new DuckDBParameter((object?)row.GetValueOrDefault(column.Name) ?? DBNull.Value));
            }

            command.ExecuteNonQuery();
        }
    }

    /// <summary>Tries an expression.</summary>
    /// <param name="expression">DuckDB SQL over source columns.</param>
    /// <param name="isCondition">Whether it must be true or false, as a filter.</param>
    public TriedExpression Try(string expression, bool isCondition = false)
    {
        ArgumentNullException.ThrowIfNull(expression);
        lock (gate)
        {
            var mistakes = new ProjectMistakes();
            if (parser.Parse(expression, isCondition, "expression", "expression", new ProjectMarks(), mistakes) is not { } parsed)
            {
                return new TriedExpression { Mistakes = mistakes.Found };
            }

            var values = new List<TriedValue>(rowCount);
            for (var at = 0; at < rowCount; at++)
            {
                values.Add(ValueOf(parsed, at));
            }

            return new TriedExpression { Values = values };
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        parser.Dispose();
        connection.Dispose();
    }

    // Row by row, so that one row that does not fit hides no other.
    private TriedValue ValueOf(SqlExpression parsed, int at)
    {
        using var command = connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"SELECT CAST({parsed.InBrackets} AS VARCHAR) FROM source WHERE \"@row\" = {at}");
        try
        {
            return new TriedValue(command.ExecuteScalar() as string, null);
        }
        catch (DuckDBException failure)
        {
            var line = failure.Message.Split('\n')[0];
            return new TriedValue(null, line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
        }
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
