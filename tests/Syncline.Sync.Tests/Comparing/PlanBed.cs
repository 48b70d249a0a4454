using System.Collections;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;
using Syncline.Sync.Tests.Connections;

namespace Syncline.Sync.Tests.Comparing;

/// <summary>Two systems in memory, a project between them, and a folder for its plans.</summary>
internal sealed class PlanBed : IDisposable
{
    public static readonly ColumnType Text = ColumnType.Of(ColumnKind.Text);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("syncline-test-");
    private int plans;

    public MemoryConnection Source { get; } = new() { Writer = null };

    public MemoryConnection Target { get; } = new();

    /// <summary>The source's table, <c>s</c>; its columns are texts unless told otherwise.</summary>
    public MemoryTable SourceTable { get; private set; } = null!;

    /// <summary>The target's table, <c>t</c>, with the primary key <c>tid</c>.</summary>
    public MemoryTable TargetTable { get; private set; } = null!;

    /// <summary>The last plan's header.</summary>
    public PlanHeader Header { get; private set; } = null!;

    /// <summary>The last plan's file.</summary>
    public string PlanPath { get; private set; } = "";

    /// <summary>The last plan's problems.</summary>
    public IReadOnlyList<PlanProblem> Problems { get; private set; } = [];

    /// <summary>The last plan's columns.</summary>
    public IReadOnlyList<PlanColumn> Columns { get; private set; } = [];

    public static ColumnSchema Column(string name, ColumnType? type = null) => new() { Name = name, Type = type ?? Text };

    public static ColumnSchema Column(string name, ColumnKind kind) => Column(name, ColumnType.Of(kind));

    public PlanBed WithSource(params ColumnSchema[] columns)
    {
        SourceTable = Source.Table("s", null, columns);
        return this;
    }

    public PlanBed WithTarget(params ColumnSchema[] columns)
    {
        TargetTable = Target.Table("t", "tid", [Column("tid", ColumnKind.Guid), .. columns]);
        return this;
    }

    /// <summary>The same for a table whose rows these values set inactive.</summary>
    public PlanBed WithTarget(IReadOnlyList<KeyValuePair<string, object>> inactive, params ColumnSchema[] columns)
    {
        TargetTable = Target.Table(WithTarget(columns).TargetTable.Schema with { InactiveValues = inactive });
        return this;
    }

    /// <summary>A target row: the id is made up.</summary>
    public MemoryRow AddTarget(params object?[] values) => TargetTable.Add([Guid.CreateVersion7(), .. values]);

    /// <summary>Makes a plan from the rest of a project file (<c>key</c>, <c>columns</c>, …) and returns its changes.</summary>
    public async Task<IReadOnlyList<PlannedChange>> PlanAsync(string yaml, Action<PlanProgress>? progress = null)
    {
        var token = TestContext.Current.CancellationToken;
        var project = ProjectReader.Read("source: { connection: from, table: s }\ntarget: { connection: to, table: t }\n" + yaml, "test.syncline.yaml", ProjectParameters.None);
        var path = Path.Combine(folder.FullName, $"{++plans}.plan");
        PlanPath = path;
        Header = await Planner.PlanAsync(
            project,
            Source,
            Target,
            new PlanOptions { OutPath = path, WorkFolder = folder.FullName, MemoryLimit = 256L << 20, Threads = 1 },
            progress is null ? null : new Immediate(progress),
            token);
        await using var plan = await PlanFile.OpenAsync(path, token);
        await plan.VerifyAsync(token);
        Columns = plan.Columns;
        Problems = await plan.ReadProblemsAsync(token).ToListAsync(token);
        return await plan.ReadChangesAsync(cancellationToken: token).ToListAsync(token);
    }

    /// <summary>A place in the folder.</summary>
    public string FileAt(string name) => Path.Combine(folder.FullName, name);

    /// <summary>The files of plans and of work that is going on.</summary>
    public IReadOnlyList<string> Files() => [.. folder.EnumerateFileSystemInfos().Select(entry => entry.Name)];

    /// <summary>Writes a plan's changes to the target in the plainest way.</summary>
    public async Task ApplyAsync(IReadOnlyList<PlannedChange> changes)
    {
        foreach (var change in changes)
        {
            var idColumn = TargetTable.Schema.Find("tid")!;
            var id = (object)Guid.Parse(change.RowId!);
            var cells = Columns.Select((column, i) => (Column: column.ToSchema(), Value: change.After?[i], column.Role))
                .Where(cell => cell.Role != PlanColumnRole.Display && cell.Column.Name != "tid" && change.Changed.Contains(cell.Column.Name, StringComparer.Ordinal))
                .ToList();
            ColumnSchema[] columns = [idColumn, .. cells.Select(cell => cell.Column)];
            var builder = new RowBatchBuilder(columns);
            builder.AppendRow([id, .. cells.Select(cell => cell.Value)]);
            using var rows = builder.Build();
            var result = await Target.Writer!.WriteAsync(
                new WriteBatch
                {
                    Table = "t",
                    Kind = change.Action switch { PlanAction.Add => WriteKind.Insert, PlanAction.Update => WriteKind.Update, _ => WriteKind.Delete },
                    Rows = rows,
                    KeyColumns = change.Action == PlanAction.Add ? [] : ["tid"],
                    Sent = [new BitArray(columns.Length, true)],
                    ExpectedVersions = [change.Version],
                },
                TestContext.Current.CancellationToken);
            result.Outcomes.ShouldHaveSingleItem().Status.ShouldBe(RowStatus.Done);
        }
    }

    public object? After(PlannedChange change, string column) => change.After?[IndexOf(column)];

    public object? Before(PlannedChange change, string column) => change.Before?[IndexOf(column)];

    public void Dispose() => folder.Delete(recursive: true);

    private int IndexOf(string column) => Columns.ToList().FindIndex(candidate => candidate.Name == column);

    private sealed class Immediate(Action<PlanProgress> report) : IProgress<PlanProgress>
    {
        public void Report(PlanProgress value) => report(value);
    }
}
