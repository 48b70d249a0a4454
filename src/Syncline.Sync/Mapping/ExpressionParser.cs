using System.Globalization;
using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;
using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;

namespace Syncline.Sync.Mapping;

/// <summary>
/// Reads the expressions of a project (<c>value</c>, <c>source-filter</c>) with DuckDB's own parser and accepts only a single expression of
/// source columns, constants, casts, CASE, operators and <see cref="ExpressionFunctions"/>: no subquery, aggregate, statement or file.
/// Not safe for concurrent use.
/// </summary>
internal sealed class ExpressionParser : IDisposable
{
    private const string Prefix = "SELECT ";

    private static readonly string[] EmptyParts = ["modifiers", "group_expressions", "group_sets"];
    private static readonly string[] AbsentParts = ["where_clause", "having", "sample", "qualify"];
    private readonly DuckDBConnection connection = new("Data Source=:memory:");
    private readonly TableSchema source;
    private readonly bool nested;
    private readonly string table;

    /// <summary>Reads expressions over the rows of a source table.</summary>
    public ExpressionParser(TableSchema source)
        : this(source, string.Join(", ", source.Columns.Where(column => column.CanRead).Select(column => $"{Sql.Quote(column.Name)} {Sql.TypeOf(column.Type)}")), nested: false, "the source table " + source.Name)
    {
    }

    /// <summary>Reads expressions over rows of another make.</summary>
    /// <param name="source">Columns that may be named; of a nested one the path with dots.</param>
    /// <param name="definition">The same as column definitions of a DuckDB table.</param>
    /// <param name="nested">Whether <c>a.b</c> names the field <c>b</c> of the column <c>a</c>.</param>
    /// <param name="table">What the table is called in messages.</param>
    public ExpressionParser(TableSchema source, string definition, bool nested, string table)
    {
        this.source = source;
        this.nested = nested;
        this.table = table;
        connection.Open();
        Execute($"SET enable_external_access = false; SET TimeZone = 'UTC'; CREATE TABLE source ({definition}); SET lock_configuration = true;");
    }

    /// <summary>Reads one expression; null when it has mistakes, which then are noted.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="isCondition">Whether it must be true or false.</param>
    /// <param name="what">What it is in messages, e.g. <c>value of fullname_note</c>.</param>
    /// <param name="mark">Its path among the marks.</param>
    /// <param name="marks">Places in the file.</param>
    /// <param name="mistakes">Where mistakes go.</param>
    public SqlExpression? Parse(string text, bool isCondition, string what, string mark, ProjectMarks marks, ProjectMistakes mistakes)
    {
        using var document = JsonDocument.Parse(Serialize(text));
        var root = document.RootElement;
        if (root.GetProperty("error").GetBoolean())
        {
            var position = root.TryGetProperty("position", out var written) && int.TryParse(written.GetString(), CultureInfo.InvariantCulture, out var at) ? at : 0;
            var reason = root.GetProperty("error_type").GetString() == "parser"
                ? root.GetProperty("error_message").GetString()!.TrimEnd('!', '.')
                : "it is not a single expression";
            Note("SY1111", position, $"The {what} is not valid SQL: {reason}.", "Write one DuckDB SQL expression, such as upper(last_name) || ', ' || first_name.");
            return null;
        }

        var found = mistakes.Found.Count;
        var columns = new List<string>();
        var statements = root.GetProperty("statements");
        var node = statements.GetArrayLength() == 1 ? statements[0].GetProperty("node") : default;
        if (!IsSingleExpression(node))
        {
            Note("SY1111", 0, $"The {what} is not a single expression.", "Leave out SELECT, FROM, WHERE and further expressions.");
            return null;
        }

        Check(node.GetProperty("select_list")[0]);
        if (ExpressionBounds.Refusal(node.GetProperty("select_list")[0]) is { } runaway)
        {
            Note("SY1112", 0, $"The {what} could run away: {runaway}.", "Nest fewer of replace, regexp_replace, hex, printf and format.");
        }

        if (mistakes.Found.Count > found)
        {
            return null;
        }

        var expression = new SqlExpression(text, columns);
        Bind(expression);
        return mistakes.Found.Count > found ? null : expression;

        void Note(string id, int position, string message, string? advice) =>
            mistakes.Add(id, marks.Find(mark, CharacterAt(text, position - Prefix.Length)), message, advice);

        void Check(JsonElement part)
        {
            if (part.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in part.EnumerateArray())
                {
                    Check(item);
                }

                return;
            }

            if (part.ValueKind != JsonValueKind.Object)
            {
                return;
            }

            if (part.TryGetProperty("class", out var kind))
            {
                var position = part.TryGetProperty("query_location", out var location) && location.TryGetInt32(out var at) ? at : 0;
                switch (kind.GetString())
                {
                    case "COLUMN_REF":
                        Column(part.GetProperty("column_names"), position);
                        return;
                    case "CONSTANT":
                        return;
                    case "FUNCTION":
                        Function(part, position);
                        break;
                    case "CAST" or "CASE" or "COMPARISON" or "CONJUNCTION" or "OPERATOR" or "BETWEEN":
                        break;
                    case var other:
                        Note("SY1112", position, $"The {what} uses something that is not allowed here ({other!.ToLowerInvariant().Replace('_', ' ')}).", "Use columns, constants, CASE, casts and scalar functions of one row.");
                        return;
                }
            }

            foreach (var child in part.EnumerateObject())
            {
                Check(child.Value);
            }
        }

        void Column(JsonElement names, int position)
        {
            var parts = names.EnumerateArray().Select(part => part.GetString()!).ToList();
            var name = nested ? string.Join('.', parts) : parts[^1];
            if ((nested || parts.Count == 1) && source.Find(name) is { CanRead: true } column)
            {
                columns.Add(column.Name);
                return;
            }

            Note(
                "SY1101",
                position,
                $"There is no column {string.Join('.', parts)} in {table}.",
                NearestNames.Advice(name, source.Columns.Select(candidate => candidate.Name)) ?? "Put texts in single quotes.");
        }

        void Function(JsonElement function, int position)
        {
            var name = function.GetProperty("function_name").GetString()!;
            var isPlain = function.GetProperty("filter").ValueKind == JsonValueKind.Null && !function.GetProperty("distinct").GetBoolean();
            if (!isPlain || !ExpressionFunctions.Allowed.Contains(name.ToLowerInvariant()))
            {
                Note("SY1112", position, $"The {what} may not use {name}.", "See docs/reference/project-file.md for what it may use.");
            }
            else if (ExpressionBounds.Refusal(name.ToLowerInvariant(), function) is { } refusal)
            {
                Note("SY1112", position, $"The {what} could run away: {refusal}.", "See docs/reference/project-file.md for what it may use.");
            }
        }

        void Bind(SqlExpression candidate)
        {
            try
            {
                var type = Scalar($"SELECT column_type FROM (DESCRIBE SELECT {candidate.InBrackets} FROM source)");
                if (isCondition && type != "BOOLEAN")
                {
                    Note("SY1111", 0, $"The {what} is not a condition: it gives a {type}.", "Compare it with something, such as country = 'DE'.");
                }
            }
            catch (DuckDBException failure)
            {
                var lines = failure.Message.Split('\n');
                Note("SY1111", 0, $"The {what} does not fit its columns: {lines[0][(lines[0].IndexOf(": ", StringComparison.Ordinal) + 2)..].TrimEnd('.', '!')}.", "Cast the columns to what the function takes, e.g. amount::decimal(18,2).");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    private static bool IsSingleExpression(JsonElement node) =>
        node.ValueKind == JsonValueKind.Object
        && node.GetProperty("type").GetString() == "SELECT_NODE"
        && node.GetProperty("select_list").GetArrayLength() == 1
        && node.GetProperty("from_table").GetProperty("type").GetString() == "EMPTY"
        && node.GetProperty("cte_map").GetProperty("map").GetArrayLength() == 0
        && node.GetProperty("select_list")[0].TryGetProperty("alias", out var alias) && alias.GetString() is null or ""
        && EmptyParts.All(part => node.GetProperty(part).GetArrayLength() == 0)
        && AbsentParts.All(part => node.GetProperty(part).ValueKind == JsonValueKind.Null);

    // DuckDB counts bytes of UTF-8.
    private static int CharacterAt(string text, int position)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return position <= 0 ? 0 : Encoding.UTF8.GetCharCount(bytes.AsSpan(0, Math.Min(position, bytes.Length)));
    }

    private string Serialize(string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT json_serialize_sql($1::VARCHAR)";
        command.Parameters.Add(new DuckDBParameter(Prefix + text));
        return (string)command.ExecuteScalar()!;
    }

    private string Scalar(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (string)command.ExecuteScalar()!;
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
