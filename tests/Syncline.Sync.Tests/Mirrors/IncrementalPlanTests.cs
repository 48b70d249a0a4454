using System.Globalization;
using DuckDB.NET.Data;
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

    [Theory]
    [InlineData(7, "actions: { delete: true }")]
    [InlineData(8, "actions: { delete: true, update: false }")]
    [InlineData(9, "actions: { delete: false }")]
    [InlineData(10, "source-filter: \"name <> 'x'\"")]
    [InlineData(11, "actions: { add: false, delete: true }")]
    public async Task Keys_that_changed_give_the_plan_counts_and_problems_that_all_keys_of_the_same_mirrors_give(int seed, string more)
    {
        var (from, to) = (new TrackedConnection(sourceRows, tracks: true), new TrackedConnection(targetRows, tracks: true));
        var random = new Random(seed);
        await PlanAsync(from, to, more: more);
        for (var round = 0; round < 15; round++)
        {
            foreach (var side in (MemoryTable[])[source, target])
            {
                for (var i = random.Next(5); i > 0; i--)
                {
                    var row = side.Rows[random.Next(side.Rows.Count)];
                    switch (random.Next(8))
                    {
                        case 0: Add(side, random.Next(2) == 0 ? "north" : "south", $"{random.Next(60)}-{round}-{i}", "added"); break;
                        case 1: side.Remove(row); break;
                        case 2: Change(side, row, "region", random.Next(2) == 0 ? "south" : "north"); break; // a part of the key
                        case 3: Add(side, "north", $"{random.Next(40)}", "a double, or one that comes back"); break;
                        case 4: Change(side, row, "code", random.Next(2) == 0 ? null : $"{random.Next(40)}"); break; // no key, or another's
                        case 5: Change(side, row, "name", "x"); break;
                        case 6: Change(side, row, "name", $"name {row.Version}"); break;
                        default: Change(side, row, "name", $"changed {random.Next(3)}"); break;
                    }
                }
            }

            var changed = await PlanAsync(from, to, more: more);
            var (counts, problems) = (header.Counts, found);
            header.Options["compared"].ShouldStartWith("changed and open keys");
            var all = await PlanAsync(from, to, more: more, mirrors: await ForgetfulCopyAsync());
            header.Options["compared"].ShouldBe("all keys");
            changed.ShouldBe(all, $"round {round}");
            (counts with { Problems = 0 }).ShouldBe(header.Counts with { Problems = 0 }, $"round {round}");
            problems.ShouldBe(found, $"round {round}");
        }
    }

    [Theory]
    [InlineData("source-filter")]
    [InlineData("target-filter")]
    public async Task A_filter_in_a_sides_own_language_holds_and_makes_every_row_be_read(string side)
    {
        var (from, to) = (new TrackedConnection(sourceRows, tracks: true, filters: true), new TrackedConnection(targetRows, tracks: true, filters: true));
        var more = $"actions: {{ delete: true }}\n{side}: {{ odata: \"modifiedon ge 2200-01-01T00:00:00Z\" }}";

        await PlanAsync(from, to, more: more);
        await PlanAsync(from, to, more: more);

        // No row is as new as the filter asks: the rows of that side take no part, and none of them is taken for one that is missing on the other.
        (header.Counts.SourceRows, header.Counts.TargetRows).ShouldBe(side == "source-filter" ? (0, 40) : (40, 0));
        header.Counts.Delete.ShouldBe(side == "source-filter" ? 40 : 0);
        header.Warnings.ShouldContain(warning => warning.Contains("a filter is set", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("compare: { ignore-case: true }")]
    [InlineData("actions: { add: false }")]
    [InlineData("duplicates: last")]
    public async Task Another_question_looks_at_all_keys_again(string more)
    {
        var (from, to) = (new TrackedConnection(sourceRows, tracks: true), new TrackedConnection(targetRows, tracks: true));
        await PlanAsync(from, to);
        await PlanAsync(from, to);
        header.Options["compared"].ShouldStartWith("changed and open keys; 40 source rows");
        header.Counts.Same.ShouldBe(40);
        await PlanAsync(from, to, more: more);
        header.Options["compared"].ShouldBe("all keys");
        header.Options["target-read"].ShouldBe("0 changed rows");
    }

    [Fact]
    public async Task A_lookup_that_finds_something_else_looks_at_all_keys_again()
    {
        var regions = targetRows.Table("regions", "id", [Column("id", ColumnKind.Guid), Column("short"), Column("note")]);
        var north = regions.Add(Guid.CreateVersion7(), "north", "");
        targetRows.Table("t", "id", [Column("id", ColumnKind.Guid), Column("region"), Column("code"), Column("name"), Column("place", new ColumnType { Kind = ColumnKind.Lookup, LookupTargets = ["regions"] })]);
        const string Columns = "region: region, code: code, place: { from: region, lookup: { table: regions, match: short } }";
        var (from, to) = (new TrackedConnection(sourceRows, tracks: true), new TrackedConnection(targetRows, tracks: true));
        (await PlanAsync(from, to, columns: Columns)).Count.ShouldBe(40);
        regions.Change(north, "note", "something that no lookup looks at");
        (await PlanAsync(from, to, columns: Columns)).Count.ShouldBe(40);
        header.Options["compared"].ShouldStartWith("changed and open keys");

        regions.Remove(north);

        (await PlanAsync(from, to, columns: Columns)).ShouldBeEmpty();
        header.Options["compared"].ShouldBe("all keys");
        found.Count.ShouldBe(40);
    }

    [Fact]
    public async Task A_compare_that_breaks_off_after_the_mirrors_moved_on_forgets_no_change()
    {
        var (from, to) = (new TrackedConnection(sourceRows, tracks: true), new TrackedConnection(targetRows, tracks: true));
        await PlanAsync(from, to);
        Change(target, target.Rows[3], "name", "somebody's");
        source.Remove(source.Rows[5]);

        // By the time that the keys are found to be the same, both mirrors have moved on.
        Add(source, "north", "7", "a double");
        await Should.ThrowAsync<MappingException>(() => PlanAsync(from, to, more: "duplicates: fail"));
        source.Remove(source.Rows[^1]);

        (await PlanAsync(from, to)).Count.ShouldBe(2);
        header.Options["compared"].ShouldStartWith("changed and open keys");
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
    public async Task Rows_without_a_watermark_and_rows_of_a_moment_to_come_hide_no_change()
    {
        var (from, to) = (new TrackedConnection(sourceRows, tracks: false, filters: true), new TrackedConnection(targetRows, tracks: false, filters: true));
        source.Change(source.Rows[0], "modifiedon", null);
        source.Change(source.Rows[1], "modifiedon", Now.AddYears(5));
        await PlanAsync(from, to);

        source.Change(source.Rows[0], "name", "changed without a moment");
        source.Add(Guid.CreateVersion7(), "south", "new", "added without a moment", null);
        source.Change(source.Rows[2], "name", "changed before the moment to come");
        source.Change(source.Rows[2], "modifiedon", Now);
        var incremental = await PlanAsync(from, to);
        header.Warnings.ShouldBeEmpty();
        incremental.Count.ShouldBe(3);
        incremental.ShouldBe(await PlanAsync(sourceRows, targetRows, whole: true));
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

    // To the second: columns hold microseconds at most.
    private static DateTime Now => DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()).UtcDateTime;

    private PlanHeader header = null!;
    private List<PlanProblem> found = [];

    // The mirrors as they are, without what the last compare found.
    private async Task<string> ForgetfulCopyAsync()
    {
        var copy = Directory.CreateDirectory(Path.Combine(folder, $"copy-{plans}")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "mirrors")))
        {
            var path = Path.Combine(copy, Path.GetFileName(file));
            File.Copy(file, path);
            await using var mirror = new DuckDBConnection($"Data Source={path}");
            await mirror.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = mirror.CreateCommand();
            command.CommandText = "DROP TABLE compared";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        return copy;
    }

    private void Add(MemoryTable table, string region, string code, string name) => table.Add(Guid.CreateVersion7(), region, code, name, Start.AddMinutes(moment));

    private void Change(MemoryTable table, MemoryRow row, string column, string? value)
    {
        table.Change(row, column, value);
        table.Change(row, "modifiedon", Start.AddMinutes(moment));
    }

    // Ids of added rows are made anew by each plan; everything else must be the same.
    private async Task<IReadOnlyList<string>> PlanAsync(Core.Connectors.IConnection from, Core.Connectors.IConnection to, bool whole = false, string columns = "region: region, code: code, name: name", string more = "", string? mirrors = null)
    {
        var token = TestContext.Current.CancellationToken;
        var tracked = from is TrackedConnection { Changes: not null };
        var project = ProjectReader.Read(
            $$"""
            source: { connection: from, table: s }
            target: { connection: to, table: t }
            key: [region, code]
            columns: { {{columns}} }
            {{(more.StartsWith("duplicates", StringComparison.Ordinal) ? "" : "duplicates: first")}}
            {{(more.Length > 0 ? more : "actions: { delete: true }")}}
            guards: { max-deletes: 100% }
            incremental: {{(tracked ? "true" : "{ source-watermark: modifiedon, target-watermark: modifiedon }")}}
            """,
            "test.syncline.yaml",
            ProjectParameters.None);
        var path = Path.Combine(folder, $"{++plans}.plan");
        var options = new PlanOptions { OutPath = path, WorkFolder = folder, Threads = 1, MirrorFolder = from is TrackedConnection ? mirrors ?? Path.Combine(folder, "mirrors") : null, ReadWhole = whole };
        header = await Planner.PlanAsync(project, from, to, options, null, token);
        await using var plan = await PlanFile.OpenAsync(path, token);

        // Which place a row has in a mirror is the mirror's own affair.
        found = await plan.ReadProblemsAsync(token).Select(problem => problem with { SourceRow = null }).ToListAsync(token);
        return await plan.ReadChangesAsync(cancellationToken: token)
            .Select(change => string.Create(CultureInfo.InvariantCulture, $"{change.Action} {(change.Action == PlanAction.Add ? "" : change.RowId)} {change.Version} {string.Join(',', change.Before ?? [])} > {string.Join(',', change.After ?? [])}"))
            .OrderBy(text => text, StringComparer.Ordinal)
            .ToListAsync(token);
    }
}
