using Syncline.Core.Connectors;
using Syncline.Core.Tables;
using Syncline.Sync.Applying;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;
using Syncline.Sync.Runs;
using Syncline.Sync.Tests.Connections;
using Syncline.Sync.Tests.Plans;

namespace Syncline.Sync.Tests.Applying;

/// <summary>A target with contacts, a plan for it, and a folder for runs. Existing contacts are C-001, C-002, …; the plan adds N-001, N-002, ….</summary>
internal sealed class ApplyWorld : IDisposable
{
    public static readonly IReadOnlyList<PlanColumn> Columns =
    [
        SamplePlans.Column("code", ColumnKind.Text, PlanColumnRole.Key),
        SamplePlans.Column("name", ColumnKind.Text, PlanColumnRole.Value),
        SamplePlans.Column("credit", ColumnKind.Money, PlanColumnRole.Value),
        SamplePlans.Column("since", ColumnKind.DateTime, PlanColumnRole.Value),
    ];

    private static readonly DateTime Since = new(2024, 2, 29, 12, 0, 0, DateTimeKind.Utc);

    private readonly string folder = Directory.CreateTempSubdirectory("syncline-apply-").FullName;
    private readonly List<PlannedChange> changes = [];
    private readonly bool rowIds;
    private readonly bool versions;

    public ApplyWorld(bool rowIds = true, bool versions = true, bool readByKeys = true, int maxBatch = 100)
    {
        this.rowIds = rowIds;
        this.versions = versions;
        Target = new MemoryConnection { Capabilities = new ConnectionCapabilities { RowVersions = versions, ReadByKeys = readByKeys, MaxWriteBatch = maxBatch } };
        List<ColumnSchema> schema = [.. Columns.Select(column => column.ToSchema())];
        if (rowIds)
        {
            schema.Insert(0, new ColumnSchema { Name = "id", Type = ColumnType.Of(ColumnKind.Guid) });
        }

        Contacts = Target.Table("contact", rowIds ? "id" : null, schema);
    }

    public MemoryConnection Target { get; }

    public MemoryTable Contacts { get; }

    public InstantTime Time { get; } = new();

    public RunStore Runs => new(RunsFolder, Time);

    public string RunsFolder => Path.Combine(folder, "runs");

    public string PlanPath => Path.Combine(folder, "contacts.plan");

    public IReadOnlyList<PlannedChange> Changes => changes;

    public ApplyOptions Options => new() { RunsFolder = RunsFolder, TimeProvider = Time };

    public static string Existing(int number) => $"C-{number:000}";

    /// <summary>Fills the target and writes a plan that adds, updates and deletes so many rows, and leaves others alone.</summary>
    public async Task<PlanFile> PlanAsync(int adds, int updates, int deletes, int others = 2, PlanHeader? header = null, Func<PlannedChange, PlannedChange>? shape = null)
    {
        var rows = Enumerable.Range(1, updates + deletes + others).Select(number => Add(Existing(number), $"name {number}", number * 10m, Since)).ToList();
        for (var i = 1; i <= adds; i++)
        {
            changes.Add(new PlannedChange
            {
                Seq = changes.Count + 1,
                Action = PlanAction.Add,
                RowId = rowIds ? Guid.CreateVersion7().ToString() : null,
                Changed = ["code", "name", "since"],
                After = [$"N-{i:000}", $"new {i}", null, Since],
                SourceRow = i + 1,
            });
        }

        changes.AddRange(rows.Take(updates).Select((row, i) => Change(row, PlanAction.Update, adds + 1 + i, i % 2 == 0
            ? (["name"], [Value(row, "code"), $"changed {i}", Value(row, "credit"), Value(row, "since")])
            : (["credit", "since"], [Value(row, "code"), Value(row, "name"), null, Since.AddDays(i)]))));
        changes.AddRange(rows.Skip(updates).Take(deletes).Select((row, i) => Change(row, PlanAction.Delete, adds + updates + 1 + i, ([], null))));
        var shaped = changes.Select(change => shape?.Invoke(change) ?? change).ToList();
        changes.Clear();
        changes.AddRange(shaped);

        await SamplePlans.WriteAsync(PlanPath, Columns, changes, header: header ?? Header());
        return await PlanFile.OpenAsync(PlanPath, CancellationToken.None);
    }

    public PlanHeader Header() => SamplePlans.Header() with
    {
        Key = ["code"],
        RowIdColumn = rowIds ? "id" : null,
        Target = new PlanSide
        {
            Connection = "contoso",
            Connector = "memory",
            Table = "contact",
            SystemId = Target.Identity.SystemId,
            System = Target.Identity.System,
            SchemaFingerprint = SchemaFingerprint.Of(Contacts.Schema, [.. Columns.Select(column => column.Name), .. rowIds ? ["id"] : Array.Empty<string>()]),
        },
    };

    public async Task<RunSummary> ApplyAsync(PlanFile plan, ApplyOptions? options = null, IProgress<ApplyProgress>? progress = null, CancellationToken cancellationToken = default) =>
        await Applier.ApplyAsync(plan, Target, options ?? Options, progress, cancellationToken);

    public async Task<RunSummary> ResumeAsync(string runId, ApplyOptions? options = null) =>
        await Applier.ResumeAsync(runId, Target, options ?? Options, null, CancellationToken.None);

    /// <summary>The row of a change on the target; null when there is none.</summary>
    public MemoryRow? RowOf(PlannedChange change) =>
        Contacts.Rows.SingleOrDefault(row => Equals(Value(row, "code"), (change.Before ?? change.After)![0]));

    public object? Value(MemoryRow row, string column) => Contacts.Value(row, column);

    /// <summary>Whether the target is as a change wants it.</summary>
    public bool IsApplied(PlannedChange change)
    {
        var row = RowOf(change);
        return change.Action == PlanAction.Delete
            ? row is null
            : row is not null && Columns.Select((column, i) => Equals(Value(row, column.Name), change.After![i])).All(same => same);
    }

    /// <summary>What the ledger says of each change; planned changes are absent.</summary>
    public async Task<IReadOnlyDictionary<long, LedgerRow>> LedgerAsync(RunSummary run)
    {
        await using var ledger = await RunLedger.OpenAsync(run.Folder, Time, CancellationToken.None);
        return (await ledger.ReadAsync(Enum.GetValues<RowState>(), 1, long.MaxValue, CancellationToken.None)).ToDictionary(row => row.Seq);
    }

    public void Dispose()
    {
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            SamplePlans.MakeWritable(file);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Puts a row on the target.</summary>
    public MemoryRow Add(string code, string name, decimal credit, DateTime since) =>
        rowIds ? Contacts.Add(Guid.CreateVersion7(), code, name, credit, since) : Contacts.Add(code, name, credit, since);

    private PlannedChange Change(MemoryRow row, PlanAction action, long seq, (IReadOnlyList<string> Changed, object?[]? After) to) => new()
    {
        Seq = seq,
        Action = action,
        RowId = rowIds ? Value(row, "id")!.ToString() : null,
        Version = versions ? row.VersionText : null,
        Changed = to.Changed,
        Before = [.. Columns.Select(column => Value(row, column.Name))],
        After = to.After,
        SourceRow = action == PlanAction.Delete ? null : seq + 100,
    };
}
