using System.Globalization;
using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;
using Syncline.Sync.Tests.Connections;
using Syncline.Sync.Tests.Plans;
using static Syncline.Sync.Tests.Comparing.PlanBed;

namespace Syncline.Sync.Tests.Mirrors;

/// <summary>An incremental project reads what changed, and plans what a whole read plans.</summary>
public sealed class IncrementalPlanTests : IDisposable
{
    private static readonly DateTime Start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly string folder = Directory.CreateTempSubdirectory("syncline-mirror-").FullName;
    private readonly MemoryConnection sourceRows = new() { Writer = null };
    private readonly MemoryConnection targetRows = new();
    private readonly MemoryTable source;
    private readonly MemoryTable target;
    private int plans;
    private int moment;

    public IncrementalPlanTests()
    {
        ColumnSchema[] columns = [Column("id", ColumnKind.Guid), Column("region"), Column("code"), Column("name"), Column("modifiedon", ColumnKind.DateTime)];
        source = sourceRows.Table("s", "id", columns);
        target = targetRows.Table("t", "id", columns);
        for (var i = 0; i < 40; i++)
        {
            Add(source, "north", $"{i}", $"name {i}");
            Add(target, "north", $"{i}", $"name {i}");
        }
    }

    public void Dispose()
    {
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            SamplePlans.MakeWritable(file);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_any_changes_on_either_side_the_plan_is_that_of_a_whole_read(bool tracks)
    {
        var (from, to) = (new TrackedConnection(sourceRows, tracks, filters: !tracks), new TrackedConnection(targetRows, tracks, filters: !tracks));
        var random = new Random(7);
        (await PlanAsync(from, to)).ShouldBeEmpty();

        for (var round = 0; round < 8; round++)
        {
            // More than the overlap of a watermark lies between two rounds.
            moment += 60;
            foreach (var side in (MemoryTable[])[source, target])
            {
                for (var i = random.Next(4); i > 0; i--)
                {
                    var row = side.Rows[random.Next(side.Rows.Count)];
                    switch (random.Next(4))
                    {
                        case 0: Add(side, random.Next(2) == 0 ? "north" : "south", $"{random.Next(60)}-{round}-{i}", "added"); break;
                        case 1: side.Remove(row); break;
                        case 2: Change(side, row, "region", "south"); break; // a part of the key
                        default: Change(side, row, "name", $"changed {random.Next()}"); break;
                    }
                }
            }

            from.RowsRead = to.RowsRead = 0;
            var incremental = await PlanAsync(from, to);
            (from.RowsRead + to.RowsRead).ShouldBeLessThan(tracks ? 20 : 170);
            header.Warnings.ShouldBeEmpty();
            incremental.ShouldBe(await PlanAsync(sourceRows, targetRows, whole: true));
        }
    }

    [Fact]
    public async Task What_was_planned_and_not_applied_is_still_there_the_next_time()
    {
        var (from, to) = (new TrackedConnection(sourceRows, tracks: true), new TrackedConnection(targetRows, tracks: true));
        await PlanAsync(from, to);
        Add(source, "north", "new", "new");
        target.Remove(target.Rows[0]);

        var first = await PlanAsync(from, to);
        to.RowsRead = 0;

        first.Count.ShouldBe(2);
        (await PlanAsync(from, to)).ShouldBe(first);
        to.RowsRead.ShouldBe(0);
    }

    [Fact]
    public async Task In_any_doubt_every_row_is_read_and_the_plan_says_why()
    {
        var (from, to) = (new TrackedConnection(sourceRows, tracks: true), new TrackedConnection(targetRows, tracks: true));
        await PlanAsync(from, to);
        header.Warnings.ShouldBe(["Every row of the source was read: this is the first time.", "Every row of the target was read: this is the first time."], ignoreOrder: true);

        to.ExpireTokens();
        await PlanAsync(from, to);
        header.Warnings.ShouldBe(["Every row of the target was read: the token expired."]);

        await PlanAsync(from, to, more: "actions: { add: false }");
        header.Warnings.ShouldBeEmpty();
        await PlanAsync(from, to, columns: "region: region, code: code");
        header.Warnings.ShouldContain("Every row of the target was read: the project reads other columns than last time.");
        await PlanAsync(from, new TrackedConnection(targetRows, tracks: false), columns: "region: region, code: code");
        header.Warnings.ShouldBe(["Every row of the target was read: the connection tracks no changes, and no watermark column is given."]);
        await PlanAsync(from, to, columns: "region: region, code: code", whole: true);
        header.Warnings.ShouldContain("Every row of the source was read: it was asked for.");
    }

    [Fact]
    public async Task A_read_that_breaks_off_leaves_the_mirror_as_it_was()
    {
        var (from, to) = (new TrackedConnection(sourceRows, tracks: true), new TrackedConnection(targetRows, tracks: true));
        await PlanAsync(from, to);
        foreach (var row in target.Rows.Take(5).ToList())
        {
            Change(target, row, "name", "somebody's");
        }

        targetRows.FailReadAfter["t"] = 3;
        await Should.ThrowAsync<ReadException>(() => PlanAsync(from, to));
        targetRows.FailReadAfter.Clear();

        (await PlanAsync(from, to)).Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_mirror_that_is_damaged_or_in_use_is_not_used()
    {
        var (from, to) = (new TrackedConnection(sourceRows, tracks: true), new TrackedConnection(targetRows, tracks: true));
        await PlanAsync(from, to);
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "mirrors")))
        {
            await File.WriteAllTextAsync(file, new string('x', 9000), TestContext.Current.CancellationToken);
        }

        (await PlanAsync(from, to)).ShouldBeEmpty();
        header.Warnings.ShouldAllBe(warning => warning.Contains("the copy of the last read can not be used"));
    }

    private PlanHeader header = null!;

    private void Add(MemoryTable table, string region, string code, string name) => table.Add(Guid.CreateVersion7(), region, code, name, Start.AddMinutes(moment));

    private void Change(MemoryTable table, MemoryRow row, string column, string value)
    {
        table.Change(row, column, value);
        table.Change(row, "modifiedon", Start.AddMinutes(moment));
    }

    // Ids of added rows are made anew by each plan; everything else must be the same.
    private async Task<IReadOnlyList<string>> PlanAsync(Core.Connectors.IConnection from, Core.Connectors.IConnection to, bool whole = false, string columns = "region: region, code: code, name: name", string more = "")
    {
        var token = TestContext.Current.CancellationToken;
        var tracked = from is TrackedConnection { Changes: not null };
        var project = ProjectReader.Read(
            $$"""
            source: { connection: from, table: s }
            target: { connection: to, table: t }
            key: [region, code]
            columns: { {{columns}} }
            duplicates: first
            {{(more.Length > 0 ? more : "actions: { delete: true }")}}
            guards: { max-deletes: 100% }
            incremental: {{(tracked ? "true" : "{ source-watermark: modifiedon, target-watermark: modifiedon }")}}
            """,
            "test.syncline.yaml",
            ProjectParameters.None);
        var path = Path.Combine(folder, $"{++plans}.plan");
        var options = new PlanOptions { OutPath = path, WorkFolder = folder, Threads = 1, MirrorFolder = from is TrackedConnection ? Path.Combine(folder, "mirrors") : null, ReadWhole = whole };
        header = await Planner.PlanAsync(project, from, to, options, null, token);
        await using var plan = await PlanFile.OpenAsync(path, token);
        return await plan.ReadChangesAsync(cancellationToken: token)
            .Select(change => string.Create(CultureInfo.InvariantCulture, $"{change.Action} {(change.Action == PlanAction.Add ? "" : change.RowId)} {change.Version} {string.Join(',', change.Before ?? [])} > {string.Join(',', change.After ?? [])}"))
            .OrderBy(text => text, StringComparer.Ordinal)
            .ToListAsync(token);
    }
}
