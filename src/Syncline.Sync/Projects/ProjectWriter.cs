using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Syncline.Core.Tables;

namespace Syncline.Sync.Projects;

/// <summary>Writes starting projects: what could be paired is mapped, what a person has to decide stands in comments.</summary>
public static partial class ProjectWriter
{
    /// <summary>A commented project file from two tables.</summary>
    /// <param name="source">Where rows come from.</param>
    /// <param name="sourceSchema">That table.</param>
    /// <param name="target">Where rows go to.</param>
    /// <param name="targetSchema">That table.</param>
    /// <param name="schemaPath">How the file refers to <c>project.schema.json</c>.</param>
    public static string Write(TableReference source, TableSchema sourceSchema, TableReference target, TableSchema targetSchema, string schemaPath = ProjectSchema.FileName)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        var map = AutoMap.Propose(sourceSchema, targetSchema);
        var text = new StringBuilder();
        text.Append("# yaml-language-server: $schema=").Append(schemaPath).Append('\n');
        text.Append("source: { connection: ").Append(Scalar(source.Connection)).Append(", table: ").Append(Scalar(source.Table)).Append(" }\n");
        text.Append("target: { connection: ").Append(Scalar(target.Connection)).Append(", table: ").Append(Scalar(target.Table)).Append(" }\n");
        var sure = map.Pairs.Where(pair => !NeedsDecision(pair)).ToList();
        var key = map.Key.All(name => sure.Exists(pair => pair.To.Name == name)) ? map.Key : [];
        text.Append("\n# Target columns that identify a row; each must be filled below.\n");
        text.Append(key.Count > 0
            ? $"key: [{string.Join(", ", key.Select(Scalar))}]\n"
            : $"key: [{Scalar(sure.Count > 0 ? sure[0].To.Name : targetSchema.Columns[0].Name)}]   # no key of {targetSchema.Name} is mapped: choose\n");
        text.Append("\n# target column: source column\ncolumns:\n");
        foreach (var pair in map.Pairs)
        {
            text.Append(Line(pair));
        }

        if (sure.Count == 0)
        {
            text.Append($"  {Scalar(targetSchema.Columns[0].Name)}: {Scalar(sourceSchema.Columns[0].Name)}   # nothing could be paired: choose\n");
        }

        foreach (var column in targetSchema.Columns.Where(column => column is { IsRequired: true, CanInsert: true, CompanionOf: null } && !map.Pairs.Any(pair => pair.To.Name == column.Name)))
        {
            text.Append($"  # {Scalar(column.Name)}: …   # required by {targetSchema.Name}\n");
        }

        if (map.Unused.Count > 0)
        {
            text.Append("\n# Source columns not used: ").AppendJoin(", ", map.Unused.Select(column => column.Name)).Append('\n');
        }

        text.Append("""

            actions: { add: true, update: true, delete: false }
            guards: { max-updates: 50%, max-deletes: 5%, empty-source: stop }
            compare: { ignore-case: false, empty-equals-null: true, trim: false, date-precision: seconds }
            duplicates: fail

            """.ReplaceLineEndings("\n"));
        return text.ToString();
    }

    // A lookup whose source holds a business value needs a column to match, which only a person knows.
    private static bool NeedsDecision(AutoMapPair pair) =>
        pair.To.Type.Kind == ColumnKind.Lookup && (pair.From.Type.Kind is not (ColumnKind.Guid or ColumnKind.Lookup) || pair.To.Type.LookupTargets.Count > 1);

    private static string Line(AutoMapPair pair)
    {
        var (from, to) = (Scalar(pair.From.Name), Scalar(pair.To.Name));
        if (NeedsDecision(pair))
        {
            var table = pair.To.Type.LookupTargets.Count > 0 ? pair.To.Type.LookupTargets[0] : "TABLE";
            return $"  # {to}: {{ from: {from}, lookup: {{ table: {Scalar(table)}, match: COLUMN, missing: fail }} }}   # say what {pair.From.Name} holds\n";
        }

        return pair.To.Type.Kind is ColumnKind.Choice or ColumnKind.Choices && pair.From.Type.Kind == ColumnKind.Text
            ? $"  {to}: {{ from: {from}, choice: label }}\n"
            : $"  {to}: {from}{(pair.Reason == "same name" ? "" : $"   # {pair.Reason}")}\n";
    }

    private static string Scalar(string text) => PlainScalar().IsMatch(text) && text is not ("true" or "false" or "null" or "yes" or "no") ? text : JsonSerializer.Serialize(text);

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_.-]*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PlainScalar();
}
