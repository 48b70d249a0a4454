using CsCheck;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Tests.Plans;

/// <summary>Small plans for tests.</summary>
internal static class SamplePlans
{
    public static readonly IReadOnlyList<PlanColumn> Columns =
    [
        Column("code", ColumnKind.Text, PlanColumnRole.Key),
        Column("name", ColumnKind.Text, PlanColumnRole.Value),
        Column("credit", ColumnKind.Money, PlanColumnRole.Value),
        Column("since", ColumnKind.DateTime, PlanColumnRole.Value),
    ];

    public static readonly IReadOnlyList<PlannedChange> ThreeChanges =
    [
        new() { Seq = 1, Action = PlanAction.Add, RowId = "0198a7d0-0000-7000-8000-000000000001", Changed = ["code", "name"], After = ["A", "Ada", null, null], SourceRow = 2 },
        new() { Seq = 2, Action = PlanAction.Update, RowId = "0198a7d0-0000-7000-8000-000000000002", Version = "1", Changed = ["name"], Before = ["B", "Bob", 1m, null], After = ["B", "Bo", 1m, null], SourceRow = 3 },
        new() { Seq = 3, Action = PlanAction.Delete, RowId = "0198a7d0-0000-7000-8000-000000000003", Version = "2", Before = ["C", "Cid", null, null] },
    ];

    public static PlanColumn Column(string name, ColumnKind kind, PlanColumnRole role) => new() { Name = name, Type = ColumnType.Of(kind), Role = role };

    public static PlanHeader Header() => new()
    {
        Created = new DateTimeOffset(2026, 11, 23, 10, 14, 32, 125, TimeSpan.Zero),
        Project = new PlanProject { Name = "contacts", Path = "contacts.syncline.yaml", Digest = "sha256:11" },
        Source = new PlanSide { Connection = "crm-export", Connector = "csv", Table = "contacts.csv" },
        Target = new PlanSide { Connection = "contoso", Connector = "memory", Table = "contact", SystemId = "memory-1", System = "Memory", User = "ada" },
        Key = ["code"],
        RowIdColumn = "id",
        Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["ignore-case"] = "false" },
        Counts = new PlanCounts { SourceRows = 10, TargetRows = 9, Same = 7 },
        Warnings = ["The source has a column that is not used: \"fax\"."],
        Guards = [new PlanGuard { Name = "max-deletes", Limit = "50%", Found = "1 of 9 rows", Holds = true }],
        Durations = new Dictionary<string, double>(StringComparer.Ordinal) { ["compare"] = 0.25 },
    };

    public static async Task<PlanHeader> WriteAsync(
        string path, IReadOnlyList<PlanColumn> columns, IEnumerable<PlannedChange> changes, IEnumerable<PlanProblem>? problems = null, PlanHeader? header = null)
    {
        await using var writer = await PlanWriter.CreateAsync(path, columns, CancellationToken.None);
        await writer.AppendAsync(changes, CancellationToken.None);
        await writer.AppendAsync(problems ?? [], CancellationToken.None);
        return await writer.FinishAsync(header ?? Header(), CancellationToken.None);
    }

    public static void MakeWritable(string path) => File.SetAttributes(path, FileAttributes.Normal);

    /// <summary>Rows of random values, as batches give them; a quarter of the cells are null.</summary>
    public static Gen<object?[]> Rows(IReadOnlyList<PlanColumn> columns) =>
        Gen.Select(Gen.String, Gen.Long, Gen.Double, Gen.Guid, Gen.Byte.Array[0, 9], Gen.Int).Select((text, number, real, id, bytes, nulls) => columns.Select((column, i) =>
            ((nulls >> (2 * (i % 16))) & 3) == 3 ? null : Value(column.Type, text, number, real, id, bytes)).ToArray());

    public static void ShouldBeSame(IReadOnlyList<object?>? actual, IReadOnlyList<object?>? expected)
    {
        (actual is null).ShouldBe(expected is null);
        for (var i = 0; i < (expected?.Count ?? 0); i++)
        {
            if (expected![i] is byte[] bytes)
            {
                ((byte[])actual![i]!).ShouldBe(bytes);
            }
            else
            {
                actual![i].ShouldBe(expected[i]);
                actual[i]?.GetType().ShouldBe(expected[i]!.GetType());
            }
        }
    }

    private static object Value(ColumnType type, string text, long number, double real, Guid id, byte[] bytes)
    {
        var moment = new DateTime(1753, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks((number & long.MaxValue) % (8000L * 365 * TimeSpan.TicksPerDay) / 10 * 10);
        return type.Kind switch
        {
            ColumnKind.Text or ColumnKind.Choices => string.Concat(text.Where(c => !char.IsSurrogate(c))),
            ColumnKind.Integer => number,
            ColumnKind.Decimal or ColumnKind.Money => (decimal)(number % 1_000_000_000_000) / 10_000m / 1.0000000000000000000000000000m,
            ColumnKind.Double => real,
            ColumnKind.Boolean => number % 2 == 0,
            ColumnKind.DateTime => moment,
            ColumnKind.LocalDateTime => DateTime.SpecifyKind(moment, DateTimeKind.Unspecified),
            ColumnKind.Date => DateOnly.FromDateTime(moment),
            ColumnKind.Time => TimeOnly.FromDateTime(moment),
            ColumnKind.Guid or ColumnKind.Lookup => id,
            ColumnKind.Choice => (int)number,
            ColumnKind.Binary => bytes,
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };
    }
}
