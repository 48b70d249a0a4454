using System.Globalization;
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
    /// <param name="sample">Rows of the source; null when none were looked at.</param>
    public static string Write(TableReference source, TableSchema sourceSchema, TableReference target, TableSchema targetSchema, string schemaPath = ProjectSchema.FileName, SourceSample? sample = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        sample ??= SourceSample.None;
        var map = AutoMap.Propose(sourceSchema, targetSchema, sample);
        var text = new StringBuilder();
        text.Append("# yaml-language-server: $schema=").Append(schemaPath).Append('\n');
        text.Append("source: { connection: ").Append(Scalar(source.Connection)).Append(", table: ").Append(Scalar(source.Table)).Append(" }\n");
        text.Append("target: { connection: ").Append(Scalar(target.Connection)).Append(", table: ").Append(Scalar(target.Table)).Append(" }\n");
        var sure = map.Pairs.Where(pair => !NeedsDecision(pair) && Misfit(pair, sample) is null).ToList();
        var key = map.Key.All(name => sure.Exists(pair => pair.To.Name == name)) ? map.Key : [];
        text.Append("\n# Target columns that identify a row; each must be filled below.\n");
        text.Append(key.Count > 0
            ? $"key: [{string.Join(", ", key.Select(Scalar))}]{(targetSchema.Keys.Any(known => known.Columns.SequenceEqual(key, StringComparer.Ordinal)) ? "" : string.Create(CultureInfo.InvariantCulture, $"   # no key of {targetSchema.Name} is mapped; unique in the first {sample.RowCount} rows"))}\n"
            : $"key: [{Scalar(sure.Count > 0 ? sure[0].To.Name : targetSchema.Columns[0].Name)}]   # no key of {targetSchema.Name} is mapped: choose\n");
        text.Append("\n# target column: source column\ncolumns:\n");
        foreach (var pair in map.Pairs)
        {
            text.Append(Line(pair, sample));
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

    private static string? Misfit(AutoMapPair pair, SourceSample sample) =>
        pair.From.Type.Kind == ColumnKind.Text ? SampleFormat.Misfit(pair.To.Type.Kind, sample.ValuesOf(pair.From.Name)) : null;

    private static string Line(AutoMapPair pair, SourceSample sample)
    {
        var (from, to) = (Scalar(pair.From.Name), Scalar(pair.To.Name));
        if (NeedsDecision(pair))
        {
            var table = pair.To.Type.LookupTargets.Count > 0 ? pair.To.Type.LookupTargets[0] : "TABLE";
            return $"  # {to}: {{ from: {from}, lookup: {{ table: {Scalar(table)}, match: COLUMN, missing: fail }} }}   # say what {pair.From.Name} holds\n";
        }

        // The value itself stays out of the file: a project is kept and passed on.
        if (Misfit(pair, sample) is not null)
        {
            return $"  # {to}: {from}   # {pair.To.Name} is {Words.Of(pair.To.Type.Kind)}, and some values are not\n";
        }

        var because = pair.Reason == "same name" ? "" : $"   # {pair.Reason}";
        var formats = pair.From.Type.Kind == ColumnKind.Text ? SampleFormat.Of(pair.To.Type.Kind, sample.ValuesOf(pair.From.Name)) : [];
        return pair.To.Type.Kind is ColumnKind.Choice or ColumnKind.Choices && pair.From.Type.Kind == ColumnKind.Text
            ? $"  {to}: {{ from: {from}, choice: label }}{(pair.Reason == "its values are the options" ? because : "")}\n"
            : formats.Count > 0
                ? $"  {to}: {{ from: {from}, format: {JsonSerializer.Serialize(formats[0], Plain)} }}{(formats.Count > 1 ? $"   # or {string.Join(" or ", formats.Skip(1))}: the first rows fit both" : because)}\n"
                : $"  {to}: {from}{because}\n";
    }

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Scalar(string text) => PlainScalar().IsMatch(text) && text is not ("true" or "false" or "null" or "yes" or "no") ? text : JsonSerializer.Serialize(text);

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_.-]*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PlainScalar();
}
