using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Studio.Compare;
using Syncline.Sync.Mapping;
using Syncline.Sync.Projects;
using Syncline.Workspace;
using Syncline.Workspace.Planning;
using Syncline.Workspace.Projects;

namespace Syncline.Studio.Projects;

/// <summary>
/// One project as it is worked on: its draft, its compare and its apply. It outlives the page: a reload or a second tab finds it as it was, and closing the
/// browser stops nothing. Safe for concurrent use.
/// </summary>
public sealed class ProjectSession : IAsyncDisposable
{
    private const int SampleRows = 500;

    private readonly SynclineWorkspace workspace;
    private readonly ProjectEditing editing;
    private readonly DraftHistory history = new();
    private readonly Dictionary<string, string> given = new(StringComparer.Ordinal);
    private volatile ProjectDraft draft = new();
    private volatile SourceTrial? trial;
    private string? text;
    private string? written;
    private int waiting;

    internal ProjectSession(SynclineWorkspace workspace, TimeProvider timeProvider)
    {
        this.workspace = workspace;
        editing = new ProjectEditing(workspace);
        Folders = new ProjectFolders(workspace.Home);
        Plan = new PlanSession(workspace, timeProvider, Tell);
    }

    /// <summary>Raised on any thread when anything that a page shows is another.</summary>
    public event EventHandler? Changed;

    /// <summary>Where project files may be.</summary>
    public ProjectFolders Folders { get; }

    /// <summary>Where it is saved; null while it is new.</summary>
    public ProjectPlace? Place { get; private set; }

    /// <summary>The project as it is now.</summary>
    public ProjectDraft Draft => draft;

    /// <summary>Whether the draft is another than the file.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>Why it can be changed by hand only; null when it can be changed here.</summary>
    public string? WhyByHand { get; private set; }

    /// <summary>First rows of the source.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string?>> Sample => trial is { } one && one.Table == draft.Source ? one.Rows : [];

    /// <summary>Parameters that the file names.</summary>
    public IReadOnlyList<ProjectParameter> Parameters { get; private set; } = [];

    /// <summary>Those of them that have no value yet.</summary>
    public IReadOnlyList<string> WithoutValue => Parameters.Count == 0 ? [] : editing.WithoutValue(Parameters, Given());

    /// <summary>Tries a lookup rule on every row of the source that the filter keeps; its lookup table was described.</summary>
    public Task<TriedLookup> TryLookupAsync(ColumnRule rule, IProgress<long> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return editing.TryLookupAsync(draft, rule, LookupTables[rule.Lookup!.Table], progress, cancellationToken);
    }

    /// <summary>Tries the whole map on the first rows of the source; nothing may be missing.</summary>
    public Task<TriedMapping> TryMappingAsync(int rows, IProgress<long> progress, CancellationToken cancellationToken) => editing.TryMappingAsync(draft, rows, progress, cancellationToken);

    /// <summary>The first rows of the target that its filter keeps, as text by column.</summary>
    public Task<IReadOnlyList<IReadOnlyDictionary<string, string?>>> TargetRowsAsync(int rows, CancellationToken cancellationToken) =>
        editing.TargetRowsAsync(draft, rows, cancellationToken);

    /// <summary>Tries an expression, or a filter, on the first rows of the source; null when there are none to try it on.</summary>
    public TriedExpression? Try(string expression, bool isCondition = false) =>
        draft is { Source: { } source, SourceSchema: not null } && trial is { } one && one.Table == source ? one.Try(expression, isCondition) : null;

    /// <summary>The value that was given for a parameter; null when it comes from elsewhere.</summary>
    public string? ParameterOf(string name)
    {
        lock (given)
        {
            return given.GetValueOrDefault(name);
        }
    }

    /// <summary>The value that the environment gives a parameter; null when it gives none.</summary>
    public string? EnvironmentOf(string name) => editing.FromEnvironment(name);

    /// <summary>Gives a parameter a value for this Studio, until it is closed; null takes it back. The file is read anew with it.</summary>
    public Task GiveAsync(string parameter, string? value, CancellationToken cancellationToken)
    {
        lock (given)
        {
            _ = value is null ? given.Remove(parameter) : (given[parameter] = value) is not null;
        }

        Reread(Text ?? string.Empty);
        Tell();
        return DescribeWrittenAsync(cancellationToken);
    }

    /// <summary>What is wrong with the text as it was written; null when it can be read.</summary>
    public ErrorDetail? TextError { get; private set; }

    /// <summary>Whether there is a change to take back.</summary>
    public bool CanUndo => history.CanUndo;

    /// <summary>Whether there is a change to make again.</summary>
    public bool CanRedo => history.CanRedo;

    /// <summary>Whether it can be saved as it stands.</summary>
    public bool IsComplete => TextError is null && draft.Missing.Count == 0 && WithoutValue.Count == 0;

    /// <summary>Why a side can't be described; null when nothing is wrong.</summary>
    public ErrorDetail? Error { get; private set; }

    /// <summary>What is being waited for; null when nothing is.</summary>
    public string? Busy { get; private set; }

    /// <summary>Its plan, from the compare to the apply.</summary>
    public PlanSession Plan { get; }

    /// <summary>Compares both sides of the saved project.</summary>
    public void Compare()
    {
        var request = new PlanRequest { ProjectPath = Path!, Parameters = Given() };
        Plan.Compare.Start(token => new ProjectPlanning(workspace).PlanAsync(request, Plan.Compare, token));
    }

    /// <summary>Tables that lookups of this project look into, as far as they were asked for.</summary>
    public IReadOnlyDictionary<string, TableSchema> LookupTables { get; private set; } = new Dictionary<string, TableSchema>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The text of the file as it would be saved, or as it was written; null while something is missing.</summary>
    public string? Text => written is not null ? written : WhyByHand is not null || !IsChanged ? text : draft.Missing.Count == 0 ? ProjectText.Of(draft.ToProject(Place?.Name ?? "new")) : null;

    /// <summary>The file; null while it is new.</summary>
    public string? Path => Place is { } place ? Folders.PathOf(place.Name, place.Folder) : null;

    /// <summary>Opens the file, anew when it was opened before.</summary>
    /// <exception cref="SynclineException">It can't be read.</exception>
    public async Task OpenAsync(ProjectPlace place, CancellationToken cancellationToken)
    {
        var opened = await editing.OpenAsync(Folders.PathOf(place.Name, place.Folder), Given(), cancellationToken);
        (Place, text, WhyByHand, draft, IsChanged, written, TextError, Parameters) = (place, opened.Text, opened.WhyByHand, opened.Draft, false, null, null, opened.Parameters);
        history.Clear();
        await DescribeAsync(maps: false, cancellationToken);
    }

    /// <summary>Takes a table as source or target. Columns that fit are mapped by themselves once both are there.</summary>
    public async Task TakeAsync(bool asSource, TableReference table, CancellationToken cancellationToken)
    {
        if (!asSource && table.Connection != draft.Target?.Connection)
        {
            LookupTables = new Dictionary<string, TableSchema>(StringComparer.OrdinalIgnoreCase);
        }

        Put(draft.WithSide(asSource, table));
        await DescribeAsync(maps: true, cancellationToken);
    }

    /// <summary>Puts a changed draft in place.</summary>
    /// <param name="changed">The draft.</param>
    /// <param name="into">A field that is typed into: what is typed there is one change to take back. Null for a change of its own.</param>
    public void Change(ProjectDraft changed, string? into = null)
    {
        Put(changed, into);
        Tell();
    }

    /// <summary>Maps what names and the first rows of the source tell; what is mapped already stays.</summary>
    public void AutoMap() => Change(draft.AutoMapped(trial is { } one && one.Table == draft.Source ? one.Sample : null));

    /// <summary>Takes the last change back.</summary>
    public Task UndoAsync(CancellationToken cancellationToken) => history.Undo(Now) is { } before ? GoToAsync(before, cancellationToken) : Task.CompletedTask;

    /// <summary>Makes the change again that was taken back last.</summary>
    public Task RedoAsync(CancellationToken cancellationToken) => history.Redo(Now) is { } after ? GoToAsync(after, cancellationToken) : Task.CompletedTask;

    /// <summary>Takes the file's text as it is being written: the map follows as soon as it can be read.</summary>
    public void Write(string yaml)
    {
        history.Keep(Now, nameof(Write));
        (written, IsChanged) = (yaml, true);
        Reread(yaml);
        Tell();
    }

    /// <summary>Asks for the columns of tables that the text names and nobody asked for yet.</summary>
    public Task DescribeWrittenAsync(CancellationToken cancellationToken) =>
        TextError is null && (draft is { Source: not null, SourceSchema: null } or { Target: not null, TargetSchema: null } || (draft.Source is { } source && trial?.Table != source)) ? DescribeAsync(maps: false, cancellationToken) : Task.CompletedTask;

    /// <summary>Lets a target column find its row in a table; the column is proposed by which it is found.</summary>
    public async Task LookUpAsync(string target, string table, string? match, CancellationToken cancellationToken)
    {
        await DescribeLookupAsync(table, cancellationToken);
        var rule = draft.RuleFor(target) ?? new ColumnRule { Name = target, Target = target };
        var by = match ?? (LookupTables.TryGetValue(table, out var schema) ? ProjectDraft.MatchIn(schema) : null) ?? string.Empty;
        Change(draft.WithRule(rule with { Lookup = new LookupRule { Table = table, Match = [by], Missing = rule.Lookup?.Missing ?? MissingLookup.Fail } }));
    }

    /// <summary>Sees to it that a table that lookups look into is described.</summary>
    public async Task DescribeLookupAsync(string table, CancellationToken cancellationToken)
    {
        if (draft.Target is { } target && table.Length > 0 && !LookupTables.ContainsKey(table))
        {
            await DoAsync("Asking for the columns of the lookup table…", async () =>
            {
                var schema = await editing.DescribeAsync(new TableReference(target.Connection, table), cancellationToken);
                LookupTables = LookupTables.Append(KeyValuePair.Create(table, schema)).ToDictionary(StringComparer.OrdinalIgnoreCase);
            });
        }
    }

    /// <summary>Saves the draft.</summary>
    /// <param name="place">Where; for a saved project, where it is.</param>
    /// <param name="cancellationToken">Cancels before anything is written.</param>
    /// <exception cref="ConfigurationException">The file is there already, or was changed by another program.</exception>
    public async Task SaveAsync(ProjectPlace place, CancellationToken cancellationToken)
    {
        var (path, before) = (Folders.PathOf(place.Name, place.Folder), Place == place ? text : null);
        if (written is { } typed)
        {
            await ProjectEditing.SaveTextAsync(typed, path, before, cancellationToken);
            text = typed;
        }
        else if (WhyByHand is not null && text is not null)
        {
            await ProjectEditing.SaveTextAsync(text, path, before, cancellationToken);
        }
        else
        {
            text = await ProjectEditing.SaveAsync(draft, place.Name, path, before, cancellationToken);
        }

        (Place, IsChanged, written) = (place, false, null);
        workspace.RecentProjects.Note(Folders.PathOf(place.Name, place.Folder));
        Tell();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Plan.DisposeAsync();
        trial?.Dispose();
    }

    private DraftState Now => new(draft, written, WhyByHand);

    private void Put(ProjectDraft changed, string? into = null)
    {
        history.Keep(Now, into);
        (draft, IsChanged, written, TextError) = (changed, true, null, null);
    }

    private Task GoToAsync(DraftState other, CancellationToken cancellationToken)
    {
        (draft, IsChanged, written, WhyByHand, TextError) = (other.Draft, true, other.Written, other.WhyByHand, null);
        if (other.Written is { } yaml)
        {
            Reread(yaml);
        }

        Tell();
        return DescribeWrittenAsync(cancellationToken);
    }

    private void Reread(string yaml)
    {
        try
        {
            var read = editing.Read(yaml, Path ?? "new.syncline.yaml", Given());
            draft = read.Draft with
            {
                SourceSchema = read.Draft.Source == draft.Source ? draft.SourceSchema : null,
                TargetSchema = read.Draft.Target == draft.Target ? draft.TargetSchema : null,
                Reasons = draft.Reasons,
            };
            (WhyByHand, TextError, Parameters) = (read.WhyByHand, null, read.Parameters);
        }
        catch (SynclineException exception)
        {
            TextError = exception.Error;
        }
    }

    private Dictionary<string, string> Given()
    {
        lock (given)
        {
            return new Dictionary<string, string>(given, StringComparer.Ordinal);
        }
    }

    // Another table may be chosen while one is still being described: what comes late is for nobody then.
    private async Task DescribeAsync(bool maps, CancellationToken cancellationToken)
    {
        await DoAsync("Asking for the columns of both sides…", async () =>
        {
            Error = null;
            if (draft.Source is { } source && (draft.SourceSchema is null || trial?.Table != source))
            {
                var schema = draft.SourceSchema ?? await editing.DescribeAsync(source, cancellationToken);
                var rows = await editing.SampleAsync(source, schema, SampleRows, cancellationToken);
                if (draft.Source == source)
                {
                    var before = trial;
                    trial = new SourceTrial(source, schema, rows);
                    before?.Dispose();
                    draft = draft with { SourceSchema = schema };
                }
            }

            if (draft is { Target: { } target, TargetSchema: null })
            {
                var schema = await editing.DescribeAsync(target, cancellationToken);
                draft = draft.Target == target ? draft with { TargetSchema = schema } : draft;
            }

            draft = maps ? draft.AutoMapped(trial?.Table == draft.Source ? trial?.Sample : null) : draft;
        });
        foreach (var rule in draft.Columns.Where(rule => rule.Lookup is not null).ToList())
        {
            await DescribeLookupAsync(rule.Lookup!.Table, cancellationToken);
            if (maps && rule.Lookup is { Match: [""] } lookup && LookupTables.TryGetValue(lookup.Table, out var table) && ProjectDraft.MatchIn(table) is { } match)
            {
                draft = draft.WithRule(rule with { Lookup = lookup with { Match = [match] } });
            }
        }

        Tell();
    }

    private async Task DoAsync(string busy, Func<Task> work)
    {
        Interlocked.Increment(ref waiting);
        Busy = busy;
        Tell();
        try
        {
            await work();
        }
        catch (SynclineException exception)
        {
            Error = exception.Error;
        }
        finally
        {
            Busy = Interlocked.Decrement(ref waiting) == 0 ? null : Busy;
            Tell();
        }
    }

    private void Tell() => Changed?.Invoke(this, EventArgs.Empty);
}
