using System.Security;
using System.Security.Cryptography;
using System.Text;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Sync.Projects.Yaml;

namespace Syncline.Sync.Projects;

/// <summary>Reads project files. What it can't know without the two tables is checked by the checker.</summary>
public static class ProjectReader
{
    /// <summary>How project files are named.</summary>
    public const string Extension = ".syncline.yaml";

    private static readonly string[] TopKeys =
    [
        "name", "parameters", "source", "target", "key", "columns", "source-filter", "target-filter", "actions", "guards", "compare", "duplicates", "new-ids", "incremental", "write-back",
    ];

    private static readonly Dictionary<string, DeleteAction> DeleteActions = new(StringComparer.Ordinal)
    {
        ["false"] = DeleteAction.None,
        ["true"] = DeleteAction.Delete,
        ["deactivate"] = DeleteAction.Deactivate,
    };

    private static readonly Dictionary<string, NewIds> NewIdsWords = new(StringComparer.Ordinal) { ["random"] = NewIds.Random, ["from-key"] = NewIds.FromKey };

    private static readonly Dictionary<string, bool> EmptySourceWords = new(StringComparer.Ordinal) { ["stop"] = true, ["continue"] = false };

    /// <summary>Reads a project file of one mapping.</summary>
    /// <param name="path">The file.</param>
    /// <param name="parameters">Value of a parameter, or null; see <see cref="ProjectParameters"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ConfigurationException">The file can't be read, has mistakes (the first is the error, the others are its <see cref="ErrorDetail.Others"/>), or holds several mappings (SY1013).</exception>
    public static async Task<Project> ReadFileAsync(string path, Func<string, string?> parameters, CancellationToken cancellationToken) =>
        (await ReadSetFileAsync(path, parameters, cancellationToken)).Single();

    /// <summary>Reads a project file of one or several mappings.</summary>
    /// <param name="path">The file.</param>
    /// <param name="parameters">Value of a parameter, or null; see <see cref="ProjectParameters"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ConfigurationException">The file can't be read, or has mistakes: the first is the error, the others are its <see cref="ErrorDetail.Others"/>.</exception>
    public static async Task<ProjectSet> ReadSetFileAsync(string path, Func<string, string?> parameters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        string text;
        try
        {
            var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            text = await File.ReadAllTextAsync(path, utf8, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            var (message, advice) = failure switch
            {
                FileNotFoundException or DirectoryNotFoundException => ($"There is no project file {path}.", "Check the path, or make one with: syncline project new"),
                DecoderFallbackException => ($"The project file {path} is not UTF-8 text.", "Save it as UTF-8."),
                _ when Directory.Exists(path) => ($"{path} is a folder, not a project file.", "Name the file in it, such as NAME.syncline.yaml."),
                _ => ($"The project file {path} can not be read: {failure.Message}", "Check who owns the file and its permissions."),
            };
            throw new ConfigurationException(
                new ErrorDetail { Id = "SY1000", Phase = ErrorPhase.Configuration, Message = message, Advice = advice, Location = new SourceLocation(path) },
                failure);
        }

        return ReadSet(text, path, parameters);
    }

    /// <summary>Reads the text of a project file of one mapping; <paramref name="path"/> is used in messages and for the project's name.</summary>
    /// <exception cref="ConfigurationException">The text has mistakes: the first is the error, the others are its <see cref="ErrorDetail.Others"/>.</exception>
    public static Project Read(string text, string path, Func<string, string?> parameters) => ReadSet(text, path, parameters).Single();

    /// <summary>Reads the text of a project file of one or several mappings; <paramref name="path"/> is used in messages and for names.</summary>
    /// <exception cref="ConfigurationException">The text has mistakes: the first is the error, the others are its <see cref="ErrorDetail.Others"/>.</exception>
    public static ProjectSet ReadSet(string text, string path, Func<string, string?> parameters)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(parameters);
        var mistakes = new ProjectMistakes();
        var root = YamlComposer.Compose(text, path, mistakes);
        mistakes.ThrowIfAny();
        if (root is not YamlMap map)
        {
            mistakes.Add(
                "SY1005",
                root?.Place ?? new SourceLocation(path, 1, 1),
                root is null ? "The project file is empty." : $"A project file is a group of keys such as source, target, key and columns; this is {root.Kind}.",
                "Make a starting project with: syncline project new");
            mistakes.ThrowIfAny();
            throw new InvalidOperationException();
        }

        var marks = new ProjectMarks();
        var defaults = new SectionReader(map, "", new ReadContext(new ProjectMistakes(), new ProjectMarks(), _ => ""))
            .Section("parameters", required: false)?.Entries
            .Where(entry => entry.Value is YamlScalar)
            .ToDictionary(entry => entry.Key, entry => ((YamlScalar)entry.Value).Text, StringComparer.Ordinal) ?? [];
        string? Parameter(string name) => parameters(name) ?? defaults.GetValueOrDefault(name);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        var lists = map.Entries.Any(entry => entry.Key == MappingList.Key);
        var set = new SectionReader(map, "", new ReadContext(mistakes, marks, Parameter), lists ? [.. TopKeys, MappingList.Key, .. ProjectHooksReader.Keys] : [.. TopKeys, .. ProjectHooksReader.Keys]);
        var name = set.Text("name") ?? NameOf(path);
        var projects = new List<Project>();
        foreach (var mapping in lists ? MappingList.Of(map, path, mistakes) : [new MappingList.Mapping(null, map, null)])
        {
            var own = lists ? new ProjectMarks() : marks;
            var context = new ReadContext(mistakes, own, Parameter);
            var top = lists ? new SectionReader(mapping.Map, "", context) : set;
            var project = Read(top, context, path);
            projects.Add(project with { Name = lists ? $"{name}.{mapping.Name ?? project.Target.Table}" : name, TextSha256 = digest, Path = path, Marks = own });
        }

        var hooks = ProjectHooksReader.Read(set);
        mistakes.ThrowIfAny();
        return new ProjectSet { Name = name, Projects = projects, IsList = lists, Hooks = hooks };
    }

    private static Project Read(SectionReader top, ReadContext context, string path)
    {
        var columns = ColumnRuleReader.ReadAll(top.Section("columns", required: true), context);
        var key = top.Texts("key", required: true);
        for (var i = 0; i < key.Count; i++)
        {
            if (!columns.Any(rule => string.Equals(rule.Target, key[i], StringComparison.OrdinalIgnoreCase)))
            {
                context.Mistakes.Add(
                    "SY1011",
                    context.Marks.Find($"key/{i}"),
                    $"The key column {key[i]} is not filled by any of the columns.",
                    NearestNames.Advice(key[i], columns.Select(rule => rule.Target)) ?? $"Add a line such as {key[i]}: SOURCE_COLUMN under columns.",
                    key[i]);
            }
            else if (key.Take(i).Contains(key[i], StringComparer.OrdinalIgnoreCase))
            {
                context.Mistakes.Add("SY1004", context.Marks.Find($"key/{i}"), $"The key names {key[i]} twice.", column: key[i]);
            }
        }

        var sourceFilter = top.Node("source-filter") is YamlMap ? top.Section("source-filter", required: false, "sql", "odata", "fetchxml") : null;
        return new Project
        {
            Name = NameOf(path),
            Source = Table(top, "source"),
            Target = Table(top, "target"),
            Key = key,
            Columns = columns,
            SourceFilter = sourceFilter is null ? top.Text("source-filter", escape: SqlText) : sourceFilter.Text("sql", escape: SqlText),
            SourceNativeFilter = NativeFilter(sourceFilter),
            TargetFilter = NativeFilter(top.Section("target-filter", required: false, "odata", "fetchxml")),
            Actions = Actions(top),
            Guards = Guards(top),
            Compare = Compare(top),
            Duplicates = Duplicates(top),
            NewIds = top.Word("new-ids", NewIdsWords) ?? NewIds.Random,
            Incremental = Incremental(top),
            WriteBack = WriteBack(top),
        };
    }

    // A parameter inside a quoted SQL or OData text must not end the quotes.
    internal static string SqlText(string value) => value.Replace("'", "''", StringComparison.Ordinal);

    private static string NameOf(string path)
    {
        var file = Path.GetFileName(path);
        return file.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) ? file[..^Extension.Length] : Path.GetFileNameWithoutExtension(file);
    }

    private static TableReference Table(SectionReader top, string key)
    {
        var section = top.Section(key, required: true, "connection", "table");
        return new TableReference(section?.Text("connection", required: true) ?? "", section?.Text("table", required: true) ?? "");
    }

    private static NativeFilter? NativeFilter(SectionReader? section)
    {
        if (section is null)
        {
            return null;
        }

        var odata = section.Text("odata", escape: SqlText);
        var fetchXml = section.Text("fetchxml", escape: SecurityElement.Escape);
        if (odata is not null && fetchXml is not null)
        {
            section.Wrong("fetchxml", section.Node("fetchxml")!, "left out when odata is given");
        }

        return odata is not null ? new NativeFilter("odata", odata) : fetchXml is not null ? new NativeFilter("fetchxml", fetchXml) : null;
    }

    private static ProjectActions Actions(SectionReader top)
    {
        var section = top.Section("actions", required: false, "add", "update", "delete");
        var defaults = new ProjectActions();
        return section is null
            ? defaults
            : new ProjectActions
            {
                Add = section.Flag("add") ?? defaults.Add,
                Update = section.Flag("update") ?? defaults.Update,
                Delete = section.Word("delete", DeleteActions) ?? defaults.Delete,
            };
    }

    private static ProjectGuards Guards(SectionReader top)
    {
        var section = top.Section("guards", required: false, "max-adds", "max-updates", "max-deletes", "empty-source", "environment");
        if (section is null)
        {
            return new ProjectGuards();
        }

        return new ProjectGuards
        {
            MaxAdds = Limit(section, "max-adds"),
            MaxUpdates = Limit(section, "max-updates"),
            MaxDeletes = Limit(section, "max-deletes"),
            StopOnEmptySource = section.Word("empty-source", EmptySourceWords) ?? true,
            Environment = section.Text("environment"),
        };
    }

    private static ChangeLimit? Limit(SectionReader section, string key)
    {
        if (section.Text(key) is not { } text)
        {
            return null;
        }

        var limit = ChangeLimit.Parse(text);
        if (limit is null)
        {
            section.Wrong(key, section.Node(key)!, "a whole number of rows such as 250, or a share such as 5%");
        }

        return limit;
    }

    private static CompareSettings Compare(SectionReader top)
    {
        var section = top.Section("compare", required: false, "ignore-case", "empty-equals-null", "trim", "date-precision");
        var defaults = new CompareSettings();
        return section is null
            ? defaults
            : new CompareSettings
            {
                IgnoreCase = section.Flag("ignore-case") ?? defaults.IgnoreCase,
                EmptyEqualsNull = section.Flag("empty-equals-null") ?? defaults.EmptyEqualsNull,
                Trim = section.Flag("trim") ?? defaults.Trim,
                DatePrecision = section.Word("date-precision", ColumnRuleReader.DatePrecisions) ?? defaults.DatePrecision,
            };
    }

    private static IncrementalReading? Incremental(SectionReader top) => top.Node("incremental") is not YamlMap
        ? top.Flag("incremental") == true ? new IncrementalReading() : null
        : top.Section("incremental", required: false, "source-watermark", "target-watermark") is { } section
            ? new IncrementalReading { SourceWatermark = section.Text("source-watermark"), TargetWatermark = section.Text("target-watermark") }
            : null;

    private static WriteBackRule? WriteBack(SectionReader top) => top.Section("write-back", required: false, "column", "from") is { } section
        ? new WriteBackRule(section.Text("column", required: true) ?? "", section.Text("from"))
        : null;

    private static DuplicatePolicy Duplicates(SectionReader top)
    {
        switch (top.Text("duplicates"))
        {
            case null or "fail":
                return DuplicatePolicy.Fail;
            case "first":
                return new DuplicatePolicy(DuplicateKeep.First);
            case "last":
                return new DuplicatePolicy(DuplicateKeep.Last);
            case { } text when text.StartsWith("newest(", StringComparison.Ordinal) && text.EndsWith(')') && text.Length > 8:
                return new DuplicatePolicy(DuplicateKeep.Newest, text[7..^1].Trim());
            default:
                top.Wrong("duplicates", top.Node("duplicates")!, "fail, first, last or newest(SOURCE_COLUMN)");
                return DuplicatePolicy.Fail;
        }
    }
}
