using System.Globalization;
using DuckDB.NET.Data;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;

namespace Syncline.Sync.Mapping;

/// <summary>
/// Tries value expressions and filters on some rows of the source while they are typed: the same checks as a plan makes, in a database that reaches no file
/// and no network. Safe for concurrent use, one expression at a time.
/// </summary>
public sealed class ExpressionTrial : IDisposable
{
    // Rows whose reason is asked for one by one; where more can't be computed, the others' reason is a sentence without their values.
    private const int MostExplained = 20;

    private readonly Lock gate = new();
    private readonly ExpressionParser parser;
    private readonly DuckDBConnection connection = new("Data Source=:memory:");
    private readonly string place;

    /// <summary>A trial on rows of a table.</summary>
    /// <param name="source">The source table.</param>
    /// <param name="rows">Rows as invariant texts by column name, few: each expression is computed for all of them. A column that is not there has no value.</param>
    public ExpressionTrial(TableSchema source, IReadOnlyList<IReadOnlyDictionary<string, string?>> rows)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(rows);
        parser = new ExpressionParser(source);
        List<ColumnSchema> columns = [.. source.Columns.Where(column => column is { CanRead: true })];
        place = FreeName(columns);
        connection.Open();
        Execute($"""
            SET enable_external_access = false; SET autoload_known_extensions = false; SET TimeZone = 'UTC'; SET threads = 1; SET memory_limit = '128MiB';
            CREATE TABLE texts ({string.Join(", ", columns.Select(column => $"{Sql.Quote(column.Name)} VARCHAR").Prepend($"{Sql.Quote(place)} INTEGER"))});
            CREATE VIEW source AS SELECT {string.Join(", ", columns.Select(column => $"TRY_CAST({Sql.Quote(column.Name)} AS {Sql.TypeOf(column.Type)}) AS {Sql.Quote(column.Name)}").Prepend(Sql.Quote(place)))} FROM texts;
            SET lock_configuration = true;
            """);
        using var appender = connection.CreateAppender("texts");
        foreach (var (at, row) in rows.Index())
        {
            var line = appender.CreateRow().AppendValue(at);
            foreach (var column in columns)
            {
                line.AppendValue(row.GetValueOrDefault(column.Name));
            }

            line.EndRow();
        }

        appender.Close();
    }

    /// <summary>Functions that an expression may use, in the order of the alphabet.</summary>
    public static IReadOnlyList<string> Functions { get; } = [.. ExpressionFunctions.Allowed.Where(name => char.IsLetter(name[0]) && !name.EndsWith("_escape", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>Tries an expression.</summary>
    /// <param name="expression">DuckDB SQL over source columns.</param>
    /// <param name="isCondition">Whether it must be true or false, as a filter.</param>
    public TriedExpression Try(string expression, bool isCondition = false)
    {
        ArgumentNullException.ThrowIfNull(expression);
        lock (gate)
        {
            var mistakes = new ProjectMistakes();
            return parser.Parse(expression, isCondition, isCondition ? "filter" : "expression", "expression", new ProjectMarks(), mistakes) is { } parsed
                ? new TriedExpression { Values = ValuesOf(parsed) }
                : new TriedExpression { Mistakes = mistakes.Found };
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            parser.Dispose();
            connection.Dispose();
        }
    }

    private static string FreeName(List<ColumnSchema> columns)
    {
        var name = "@row";
        while (columns.Exists(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase)))
        {
            name += "_";
        }

        return name;
    }

    // A row that can't be computed hides no other: it has no structure around its value.
    private List<TriedValue> ValuesOf(SqlExpression parsed)
    {
        var values = new List<TriedValue>();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT e IS NULL, e.v FROM (SELECT {Sql.Quote(place)} AS p, TRY({{'v': CAST({parsed.InBrackets} AS VARCHAR)}}) AS e FROM source) ORDER BY p";
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                values.Add(new TriedValue(reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetBoolean(0) ? "It can not be computed." : null));
            }
        }

        foreach (var at in values.Index().Where(one => one.Item.Failure is not null).Select(one => one.Index).Take(MostExplained).ToList())
        {
            values[at] = Explained(parsed, at, values[at]);
        }

        return values;
    }

    private TriedValue Explained(SqlExpression parsed, int at, TriedValue unexplained)
    {
        using var command = connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"SELECT CAST({parsed.InBrackets} AS VARCHAR) FROM source WHERE {Sql.Quote(place)} = {at}");
        try
        {
            command.ExecuteScalar();
            return unexplained;
        }
        catch (DuckDBException failure)
        {
            var line = failure.Message.Split('\n')[0];
            var kind = line.IndexOf(": ", StringComparison.Ordinal);
            return new TriedValue(null, kind < 0 ? line : line[(kind + 2)..]);
        }
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
