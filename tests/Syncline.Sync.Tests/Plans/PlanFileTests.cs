using CsCheck;
using DuckDB.NET.Data;
using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Tests.Plans;

public sealed class PlanFileTests : IDisposable
{
    private static readonly IReadOnlyList<PlanColumn> EveryKind =
        [.. Enum.GetValues<ColumnKind>().Select((kind, i) => SamplePlans.Column($"{kind}.of \"it\"'s", kind, i == 0 ? PlanColumnRole.Key : PlanColumnRole.Value))];

    private readonly string folder = Directory.CreateTempSubdirectory("syncline-plans-").FullName;

    [Fact]
    public async Task A_plan_gives_back_every_value_of_every_kind_and_every_null() =>
        await SamplePlans.Rows(EveryKind).Array[1, 12].Select(Gen.Bool.Array[12]).SampleAsync(async (rows, deletes) =>
        {
            var changes = rows.Select((row, i) => new PlannedChange
            {
                Seq = i + 1,
                Action = deletes[i] ? PlanAction.Delete : PlanAction.Update,
                RowId = i % 3 == 0 ? null : Guid.NewGuid().ToString(),
                Version = i % 2 == 0 ? null : $"W/\"{i}\"",
                Changed = deletes[i] ? [] : ["a", "it's"],
                Before = row,
                After = deletes[i] ? null : rows[(i + 1) % rows.Length],
                SourceRow = i % 2 == 0 ? i : null,
            }).ToArray();
            var path = Path.Combine(folder, $"{Guid.NewGuid():n}.plan");
            await SamplePlans.WriteAsync(path, EveryKind, changes);

            await using var plan = await PlanFile.OpenAsync(path, CancellationToken.None);
            await plan.VerifyAsync(CancellationToken.None);
            var read = await plan.ReadChangesAsync().ToListAsync();
            read.Count.ShouldBe(changes.Length);
            foreach (var (expected, actual) in changes.Zip(read))
            {
                (actual.Seq, actual.Action, actual.RowId, actual.Version, actual.SourceRow)
                    .ShouldBe((expected.Seq, expected.Action, expected.RowId, expected.Version, expected.SourceRow));
                actual.Changed.ShouldBe(expected.Changed);
                SamplePlans.ShouldBeSame(actual.Before, expected.Before);
                SamplePlans.ShouldBeSame(actual.After, expected.After);
            }
        }, iter: 25, threads: 1);

    [Fact]
    public async Task A_plan_keeps_its_header_columns_and_problems()
    {
        var path = Path.Combine(folder, "p.plan");
        var problems = new[] { new PlanProblem { Seq = 1, Side = "source", SourceRow = 7, Key = "A-1", Column = "name", ErrorId = "SY2001", Message = "Too long.", Advice = null } };
        var written = await SamplePlans.WriteAsync(path, SamplePlans.Columns, SamplePlans.ThreeChanges, problems);

        await using var plan = await PlanFile.OpenAsync(path, CancellationToken.None);
        plan.Header.Digest.ShouldBe(written.Digest);
        plan.Header.Digest.ShouldStartWith("sha256:");
        plan.Header.Counts.ShouldBe(new PlanCounts { SourceRows = 10, TargetRows = 9, Add = 1, Update = 1, Delete = 1, Same = 7, Problems = 1 });
        PlanJson.Write(plan.Header).ShouldBe(PlanJson.Write(written));
        plan.Columns.Select(PlanJson.Write).ShouldBe(SamplePlans.Columns.Select(PlanJson.Write));
        (await plan.ReadProblemsAsync().ToListAsync()).ShouldBe(problems);
    }

    [Fact]
    public async Task Changes_can_be_read_by_action_by_start_and_by_number()
    {
        var path = Path.Combine(folder, "p.plan");
        await SamplePlans.WriteAsync(path, SamplePlans.Columns, SamplePlans.ThreeChanges);
        await using var plan = await PlanFile.OpenAsync(path, CancellationToken.None);

        (await plan.ReadChangesAsync(PlanAction.Update).Select(c => c.Seq).ToListAsync()).ShouldBe([2]);
        (await plan.ReadChangesAsync(fromSeq: 2).Select(c => c.Seq).ToListAsync()).ShouldBe([2, 3]);
        (await plan.ReadChangesAsync([3, 1, 99]).Select(c => c.Seq).ToListAsync()).ShouldBe([1, 3]);
    }

    [Theory]
    [InlineData("UPDATE changes SET \"after\" = struct_update(\"after\", \"name\" := 'Mallory') WHERE seq = 2")]
    [InlineData("UPDATE changes SET row_id = 'another' WHERE seq = 3")]
    [InlineData("UPDATE changes SET changed = ['name', 'credit'] WHERE seq = 2")]
    [InlineData("DELETE FROM changes WHERE seq = 3")]
    [InlineData("DELETE FROM changes WHERE seq = 1")]
    [InlineData("INSERT INTO changes SELECT * REPLACE (0 AS seq) FROM changes WHERE seq = 1")]
    [InlineData("INSERT INTO changes SELECT * REPLACE (4 AS seq) FROM changes WHERE seq = 1")]
    [InlineData("DELETE FROM problems")]
    [InlineData("UPDATE plan_columns SET role = 'display' WHERE name = 'credit'")]
    [InlineData("UPDATE plan SET header = json_merge_patch(header, '{\"guards\": []}')")]
    [InlineData("UPDATE plan SET id = 'another'")]
    [InlineData("UPDATE plan SET digest = 'sha256:00'")]
    public async Task A_plan_that_was_changed_is_refused(string change)
    {
        var path = Path.Combine(folder, "p.plan");
        await SamplePlans.WriteAsync(path, SamplePlans.Columns, SamplePlans.ThreeChanges, [new PlanProblem { Seq = 1, Side = "source", ErrorId = "SY2001", Message = "Too long." }]);
        SamplePlans.MakeWritable(path);
        await using (var connection = new DuckDBConnection($"Data Source={path}"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = change;
            (await command.ExecuteNonQueryAsync()).ShouldBeGreaterThan(0);
        }

        await using var plan = await PlanFile.OpenAsync(path, CancellationToken.None);
        (await Should.ThrowAsync<ConfigurationException>(async () => await plan.VerifyAsync(CancellationToken.None))).Error.Id.ShouldBe("SY3004");
    }

    [Fact]
    public async Task A_file_that_is_no_plan_a_missing_one_and_an_existing_name_are_told_apart()
    {
        var text = Path.Combine(folder, "text.plan");
        await File.WriteAllTextAsync(text, "id,name\n1,a\n");
        var other = Path.Combine(folder, "other.plan");
        await using (var connection = new DuckDBConnection($"Data Source={other}"))
        {
            await connection.OpenAsync();
        }

        (await Should.ThrowAsync<ConfigurationException>(async () => await PlanFile.OpenAsync(text, default))).Error.Id.ShouldBe("SY3002");
        (await Should.ThrowAsync<ConfigurationException>(async () => await PlanFile.OpenAsync(other, default))).Error.Id.ShouldBe("SY3002");
        (await Should.ThrowAsync<ConfigurationException>(async () => await PlanFile.OpenAsync(Path.Combine(folder, "none.plan"), default))).Error.Id.ShouldBe("SY3001");
        (await Should.ThrowAsync<ConfigurationException>(async () => await PlanWriter.CreateAsync(text, SamplePlans.Columns, default))).Error.Id.ShouldBe("SY3005");
    }

    [Fact]
    public async Task A_plan_file_is_read_only_and_an_unfinished_one_leaves_nothing()
    {
        var path = Path.Combine(folder, "p.plan");
        await SamplePlans.WriteAsync(path, SamplePlans.Columns, SamplePlans.ThreeChanges);
        File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly).ShouldBeTrue();

        await using (var writer = await PlanWriter.CreateAsync(Path.Combine(folder, "q.plan"), SamplePlans.Columns, CancellationToken.None))
        {
            await writer.AppendAsync(SamplePlans.ThreeChanges, CancellationToken.None);
        }

        Directory.GetFileSystemEntries(folder).ShouldBe([path]);
    }

    [Fact]
    public async Task A_plan_can_be_written_through_a_connection_that_is_locked_down_afterwards()
    {
        await using var connection = new DuckDBConnection("Data Source=:memory:");
        await connection.OpenAsync();
        var path = Path.Combine(folder, "p.plan");
        await using var writer = await PlanWriter.CreateAsync(connection, path, SamplePlans.Columns, CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SET TimeZone = 'UTC'; SET enable_external_access = false; SET lock_configuration = true; INSERT INTO {writer.Alias}.changes BY NAME SELECT 1 AS seq, 'delete' AS action, 'r' AS row_id, [] AS changed, {{'code': 'A', 'name': 'b', 'credit': 1.5, 'since': TIMESTAMPTZ '2024-02-03 04:05:06+00'}} AS \"before\"";
        await command.ExecuteNonQueryAsync();
        await writer.FinishAsync(SamplePlans.Header(), CancellationToken.None);

        await using var plan = await PlanFile.OpenAsync(path, CancellationToken.None);
        await plan.VerifyAsync(CancellationToken.None);
        (await plan.ReadChangesAsync().SingleAsync()).Before.ShouldBe(["A", "b", 1.5m, new DateTime(2024, 2, 3, 4, 5, 6, DateTimeKind.Utc)]);
    }

    public void Dispose()
    {
        foreach (var file in Directory.GetFiles(folder))
        {
            SamplePlans.MakeWritable(file);
        }

        Directory.Delete(folder, recursive: true);
    }
}
