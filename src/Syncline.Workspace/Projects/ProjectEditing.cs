using System.Security.Cryptography;
using System.Text;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Tables;
using Syncline.Sync.Mapping;
using Syncline.Sync.Projects;
using Syncline.Workspace.Values;

namespace Syncline.Workspace.Projects;

/// <summary>Opens, describes and saves projects that are put together by hand.</summary>
/// <param name="workspace">The user's workspace.</param>
public sealed class ProjectEditing(SynclineWorkspace workspace)
{
    private static readonly string[] Known =
        ["source", "target", "key", "columns", "source-filter", "target-filter", "actions", "guards", "compare", "duplicates", "new-ids", "incremental", "write-back"];

    /// <summary>A table as its system describes it.</summary>
    public async Task<TableSchema> DescribeAsync(TableReference table, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        await using var connection = await workspace.OpenAsync(table.Connection, cancellationToken);
        return await connection.DescribeTableAsync(table.Table, cancellationToken);
    }

    /// <summary>The first rows of a table as text, to see what a mapping does; at most 200 columns of it.</summary>
    public Task<IReadOnlyList<IReadOnlyDictionary<string, string?>>> SampleAsync(TableReference table, TableSchema schema, int rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return SampleAsync(
            table,
            [.. schema.Columns.Where(column => column is { CanRead: true, CompanionOf: null } && column.Type.Kind != ColumnKind.Binary).Take(200).Select(column => column.Name)],
            filter: null,
            rows,
            cancellationToken);
    }

    /// <summary>The first rows of a draft's target that its filter keeps, as text: the columns that are mapped, and the names of rows that lookups point to.</summary>
    public Task<IReadOnlyList<IReadOnlyDictionary<string, string?>>> TargetRowsAsync(ProjectDraft draft, int rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        string[] columns =
        [
            .. draft.Columns.SelectMany(rule => new[] { rule.Target, $"{rule.Target}.name" }).Select(draft.TargetSchema!.Find).OfType<ColumnSchema>()
                .Where(column => column.CanRead && column.Type.Kind != ColumnKind.Binary).Select(column => column.Name),
        ];
        return SampleAsync(draft.Target!, columns, draft.TargetFilter, rows, cancellationToken);
    }

    private async Task<IReadOnlyList<IReadOnlyDictionary<string, string?>>> SampleAsync(TableReference table, string[] columns, NativeFilter? filter, int rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        var sample = new List<IReadOnlyDictionary<string, string?>>();
        await using var connection = await workspace.OpenAsync(table.Connection, cancellationToken);
        await foreach (var batch in connection.ReadAsync(new ReadRequest { Table = table.Table, Columns = columns, MaxRows = rows, Filter = filter }, cancellationToken))
        {
            using (batch)
            {
                for (var row = 0; row < batch.RowCount && sample.Count < rows; row++)
                {
                    var at = row;
                    sample.Add(columns.Index().ToDictionary(one => one.Item, one => InvariantText.Of(batch.GetValue(one.Index, at)), StringComparer.OrdinalIgnoreCase));
                }
            }
        }

        return sample;
    }

    /// <summary>Tries a lookup rule of a draft on every row of its source.</summary>
    /// <param name="draft">The draft; the source is described.</param>
    /// <param name="rule">The rule, complete.</param>
    /// <param name="lookupTable">The table that it looks into.</param>
    /// <param name="progress">Is told how many rows were read.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<TriedLookup> TryLookupAsync(ProjectDraft draft, ColumnRule rule, TableSchema lookupTable, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        await using var source = await workspace.OpenAsync(draft.Source!.Connection, cancellationToken);
        await using var target = await workspace.OpenAsync(draft.Target!.Connection, cancellationToken);
        Directory.CreateDirectory(workspace.Home.Work);
        return await LookupTrial.TryAsync(rule, source, draft.SourceSchema!, target, lookupTable, draft.SourceFilter, workspace.Home.Work, progress, cancellationToken);
    }

    /// <summary>Tries a draft, in which nothing is missing, on the first rows of its source: the values that a compare would make of them.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="rows">Rows to read at most.</param>
    /// <param name="progress">Is told how many rows were read.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SynclineException">The project does not fit the tables, or they can't be read.</exception>
    public async Task<TriedMapping> TryMappingAsync(ProjectDraft draft, int rows, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var project = draft.ToProject("trial");
        await using var source = await workspace.OpenAsync(project.Source.Connection, cancellationToken);
        await using var target = await workspace.OpenAsync(project.Target.Connection, cancellationToken);
        Directory.CreateDirectory(workspace.Home.Work);
        return await MappingTrial.TryAsync(project, source, target, rows, workspace.Home.Work, progress, cancellationToken);
    }

    /// <summary>Opens a project file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="parameters">Values of its parameters; what is absent is taken from the environment or the file's defaults, and else stands as <c>${name}</c>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ConfigurationException">It can't be read, or has mistakes.</exception>
    public async Task<OpenedProject> OpenAsync(string path, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        var set = await ProjectReader.ReadSetFileAsync(path, Values(parameters, () => File.ReadAllText(path)), cancellationToken);
        var text = await File.ReadAllTextAsync(path, cancellationToken);
        workspace.RecentProjects.Note(path);
        return Opened(set, text, path);
    }

    /// <summary>Saves a project.</summary>
    /// <param name="draft">The project; nothing may be missing.</param>
    /// <param name="name">Its name.</param>
    /// <param name="path">The file.</param>
    /// <param name="before">The file's text when it was opened; null for a new file, which must not be there yet.</param>
    /// <param name="cancellationToken">Cancels; the file is as it was.</param>
    /// <returns>The text written.</returns>
    /// <exception cref="ConfigurationException">WS1002: there is such a file already; WS1404: it was changed by somebody else.</exception>
    public static async Task<string> SaveAsync(ProjectDraft draft, string name, string path, string? before, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var text = ProjectText.Of(draft.ToProject(name));
        await SaveTextAsync(text, path, before, cancellationToken);
        return text;
    }

    /// <summary>Saves the text of a project file as it was written.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The file.</param>
    /// <param name="before">The file's text when it was opened; null for a new file, which must not be there yet.</param>
    /// <param name="cancellationToken">Cancels; the file is as it was.</param>
    /// <exception cref="ConfigurationException">WS1002: there is such a file already; WS1404: it was changed by somebody else.</exception>
    public static async Task SaveTextAsync(string text, string path, string? before, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (before is null && File.Exists(path))
        {
            throw Error("WS1002", $"{path} is there already; it was not touched.", "Choose another name.");
        }

        if (before is not null && File.Exists(path) && Digest(await File.ReadAllTextAsync(path, cancellationToken)) != Digest(before))
        {
            throw Error("WS1404", $"{path} was changed by another program since it was opened here; it was not overwritten.", "Reload it, then make the change again.");
        }

        await ProjectSchemaFile.WriteBesideAsync(path, cancellationToken);
        var temporary = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            await File.WriteAllTextAsync(temporary, text, cancellationToken);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Reads the text of a project file while it is being written.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="parameters">Values of its parameters, as <see cref="OpenAsync"/> takes them.</param>
    /// <exception cref="ConfigurationException">It has mistakes.</exception>
    public OpenedProject Read(string text, string path, IReadOnlyDictionary<string, string> parameters) => Opened(ProjectReader.ReadSet(text, path, Values(parameters, () => text)), text, path);

    /// <summary>Parameters that have a value from nowhere: neither given, nor in the environment, nor in the file.</summary>
    public IReadOnlyList<string> WithoutValue(IReadOnlyList<ProjectParameter> parameters, IReadOnlyDictionary<string, string> given)
    {
        var values = ProjectParameters.From(given, workspace.Environment);
        return [.. parameters.Where(parameter => (values(parameter.Name) ?? parameter.Default) is null).Select(parameter => parameter.Name)];
    }

    /// <summary>The value that the environment gives a parameter; null when it gives none.</summary>
    public string? FromEnvironment(string parameter) => workspace.Environment(ProjectParameters.VariableOf(parameter));

    // A file is opened whatever value is missing, so that it can be given: a parameter without one stands for itself.
    private Func<string, string?> Values(IReadOnlyDictionary<string, string> given, Func<string> text)
    {
        ArgumentNullException.ThrowIfNull(given);
        var values = ProjectParameters.From(given, workspace.Environment);
        var own = new Lazy<HashSet<string>>(() => [.. ProjectParameters.In(text()).Where(parameter => parameter.Default is not null).Select(parameter => parameter.Name)]);
        return name => values(name) ?? (own.Value.Contains(name) ? null : $"${{{name}}}");
    }

    private static OpenedProject Opened(ProjectSet set, string text, string path) => new(ProjectDraft.Of(set.Single()), text, WhyByHand(set, text, path), ProjectParameters.In(text));

    /// <summary>Why a file can be changed by hand only: writing it anew would lose something that it says. Null when it would not.</summary>
    private static string? WhyByHand(ProjectSet set, string text, string path)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        if (lines.Skip(1).Prepend(lines[0].StartsWith("# yaml-language-server:", StringComparison.Ordinal) ? "" : lines[0]).Any(line => line.Contains('#', StringComparison.Ordinal)))
        {
            return "It has comments, which the map would not keep.";
        }

        if (ProjectParameters.In(text).Count > 0)
        {
            return "It has parameters, which the map would fill in for good.";
        }

        if (set.Hooks.Any)
        {
            return "It has hooks, which the map does not show.";
        }

        var file = Path.GetFileName(path);
        if (set.Name != (file.EndsWith(ProjectReader.Extension, StringComparison.OrdinalIgnoreCase) ? file[..^ProjectReader.Extension.Length] : Path.GetFileNameWithoutExtension(file)))
        {
            return "It says name, which the map does not show.";
        }

        var keys = lines.Where(line => line.Length > 0 && char.IsLetter(line[0])).Select(line => line.Split(':')[0]);
        return keys.FirstOrDefault(key => !Known.Contains(key, StringComparer.Ordinal)) is { } other ? $"It says {other}, which the map does not show." : null;
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static ConfigurationException Error(string id, string message, string advice) =>
        new(new() { Id = id, Phase = ErrorPhase.Configuration, Message = message, Advice = advice });
}
