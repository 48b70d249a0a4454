using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Syncline.Sync.Projects;

/// <summary>Writes a project as the text of its file. What <see cref="ProjectReader"/> reads of it is the same project.</summary>
public static partial class ProjectText
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text, lines ended by LF.</summary>
    /// <param name="project">The project.</param>
    /// <param name="schemaPath">How the file refers to <c>project.schema.json</c>.</param>
    public static string Of(Project project, string schemaPath = ProjectSchema.FileName)
    {
        ArgumentNullException.ThrowIfNull(project);
        var text = new StringBuilder("# yaml-language-server: $schema=").Append(schemaPath).Append('\n');
        text.Append($"source: {Table(project.Source)}\ntarget: {Table(project.Target)}\n");
        text.Append($"key: {List(project.Key)}\ncolumns:\n");
        foreach (var rule in project.Columns)
        {
            text.Append($"  {Key(rule.Name)}: {Rule(rule)}\n");
        }

        if (project.SourceNativeFilter is { } asked)
        {
            text.Append($"source-filter: {Map((asked.Language, Quoted(asked.Text)), ("sql", project.SourceFilter is { } sql ? Quoted(sql) : null))}\n");
        }
        else if (project.SourceFilter is { } filter)
        {
            text.Append($"source-filter: {Quoted(filter)}\n");
        }

        if (project.TargetFilter is { } native)
        {
            text.Append($"target-filter: {Map((native.Language, Quoted(native.Text)))}\n");
        }

        text.Append($"actions: {Actions(project.Actions)}\n");
        var guards = Guards(project.Guards);
        text.Append(guards.Length == 0 ? string.Empty : $"guards: {guards}\n");
        text.Append($"compare: {Map(
            ("ignore-case", Flag(project.Compare.IgnoreCase)),
            ("empty-equals-null", Flag(project.Compare.EmptyEqualsNull)),
            ("trim", Flag(project.Compare.Trim)),
            ("date-precision", Precision(project.Compare.DatePrecision)))}\n");
        text.Append(project.Incremental is { } incremental ? $"incremental: {Incremental(incremental)}\n" : string.Empty);
        text.Append(project.WriteBack is { } back ? $"write-back: {Map(("column", Scalar(back.Column)), ("from", back.From is { } from ? Scalar(from) : null))}\n" : string.Empty);
        text.Append(project.NewIds == NewIds.FromKey ? "new-ids: from-key\n" : string.Empty);
        return text.Append($"duplicates: {Scalar(project.Duplicates.ToString())}\n").ToString();
    }

    private static string Table(TableReference table) => Map(("connection", Scalar(table.Connection)), ("table", Scalar(table.Table)));

    private static string Rule(ColumnRule rule)
    {
        var fields = new (string Key, string? Value)[]
        {
            ("to", rule.Target == rule.Name ? null : Scalar(rule.Target)),
            ("from", rule.From switch { [] => null, [var only] => Scalar(only), var several => List(several) }),
            ("value", rule.Value is { } value ? Quoted(value) : null),
            ("lookup", rule.Lookup is { } lookup ? Lookup(lookup) : null),
            ("choice", rule.Choice is { } choice ? Choice(choice) : null),
            ("format", rule.Format is { } format ? Quoted(format) : null),
            ("compare", rule.Compare is { } compare ? Compare(compare) : null),
        };
        return fields.Count(field => field.Value is not null) == 1 && rule.From is [var source] ? Scalar(source) : Map(fields);
    }

    private static string Lookup(LookupRule lookup) => Map(
        ("table", Scalar(lookup.Table)),
        ("match", lookup.Match switch { [] => null, [var only] => Scalar(only), var several => List(several) }),
        ("missing", lookup.Missing switch { MissingLookup.Null => "\"null\"", var other => Lower(other) }));

    private static string Choice(ChoiceRule choice) => choice is { Aliases.Count: 0, Missing: MissingChoice.Fail }
        ? Lower(choice.By)
        : Map(
            ("by", Lower(choice.By)),
            ("missing", choice.Missing == MissingChoice.Fail ? null : Lower(choice.Missing)),
            ("aliases", choice.Aliases.Count == 0 ? null : Map([.. choice.Aliases.Select(alias => (Key(alias.Key), (string?)Scalar(alias.Value)))])));

    private static string Compare(ColumnCompare compare)
    {
        var group = Map(
            ("mode", compare.Mode == CompareMode.Normal ? null : Kebab(compare.Mode.ToString())),
            ("ignore-case", compare.IgnoreCase is { } ignores ? Flag(ignores) : null),
            ("trim", compare.Trim is { } trims ? Flag(trims) : null),
            ("empty-equals-null", compare.EmptyEqualsNull is { } equals ? Flag(equals) : null),
            ("date-precision", compare.DatePrecision is { } precision ? Precision(precision) : null),
            ("tolerance", compare.Tolerance?.ToString(CultureInfo.InvariantCulture)));
        return group.Length == 0 ? "normal" : group;
    }

    private static string Actions(ProjectActions actions) => Map(
        ("add", Flag(actions.Add)),
        ("update", Flag(actions.Update)),
        ("delete", actions.Delete switch { DeleteAction.None => "false", DeleteAction.Delete => "true", _ => "deactivate" }));

    private static string Guards(ProjectGuards guards) => Map(
        ("max-adds", guards.MaxAdds?.ToString()),
        ("max-updates", guards.MaxUpdates?.ToString()),
        ("max-deletes", guards.MaxDeletes?.ToString()),
        ("empty-source", guards.StopOnEmptySource ? null : "continue"),
        ("environment", guards.Environment is { } environment ? Quoted(environment) : null));

    private static string Incremental(IncrementalReading incremental) => Map(
        ("source-watermark", incremental.SourceWatermark is { } source ? Scalar(source) : null),
        ("target-watermark", incremental.TargetWatermark is { } target ? Scalar(target) : null)) is { Length: > 0 } group ? group : "true";

    private static string Precision(DatePrecision precision) => Lower(precision);

    private static string Flag(bool value) => value ? "true" : "false";

    private static string Lower<T>(T value)
        where T : struct, Enum => Kebab(value.ToString());

    private static string Kebab(string name) => WordStart().Replace(name, "-$0").TrimStart('-').ToLowerInvariant();

    private static string List(IEnumerable<string> items) => $"[{string.Join(", ", items.Select(Scalar))}]";

    private static string Map(params (string Key, string? Value)[] fields)
    {
        var given = fields.Where(field => field.Value is not null).Select(field => $"{field.Key}: {field.Value}").ToList();
        return given.Count == 0 ? string.Empty : $"{{ {string.Join(", ", given)} }}";
    }

    private static string Scalar(string text) => PlainScalar().IsMatch(text) && text is not ("true" or "false" or "null" or "yes" or "no") ? text : Quoted(text);

    // A parameter begins with ${, so one that means itself is written with another dollar; keys are never filled.
    private static string Quoted(string text) => Raw(text.Replace("${", "$${", StringComparison.Ordinal));

    private static string Key(string text) => PlainScalar().IsMatch(text) && text is not ("true" or "false" or "null" or "yes" or "no") ? text : Raw(text);

    private static string Raw(string text) => JsonSerializer.Serialize(text, Json);

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_.-]*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PlainScalar();

    [GeneratedRegex("[A-Z]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex WordStart();
}
