using Syncline.Core.Errors;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Tests.Plans;

/// <summary>Leaving rows out makes another plan; the first stays as it is.</summary>
public sealed class PlanExclusionTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("syncline-exclude-").FullName;

    public void Dispose()
    {
        foreach (var file in Directory.GetFiles(folder))
        {
            SamplePlans.MakeWritable(file);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("action = 'delete'", "A,B")]
    [InlineData("code = 'C'", "A,B")]
    [InlineData("name like 'B%'", "A,C")]
    [InlineData("before.name = 'Bob' and after.name = 'Bo'", "A,C")]
    [InlineData("\"before\".\"credit\" = 1", "A,C")]
    [InlineData("seq in (1, 3)", "B")]
    [InlineData("source_row is null", "A,B")]
    public async Task Changes_are_chosen_by_what_they_are_before_and_after(string where, string left)
    {
        await using var plan = await SampleAsync();

        var header = await PlanExclusion.ExcludeAsync(plan, await PlanExclusion.FindAsync(plan, where, default), where, At("b.plan"), TimeProvider.System, default);

        await using var smaller = await PlanFile.OpenAsync(At("b.plan"), default);
        await smaller.VerifyAsync(default);
        var changes = await smaller.ReadChangesAsync().ToListAsync();
        string.Join(',', changes.Select(change => (change.After ?? change.Before)![0])).ShouldBe(left);
        changes.Select(change => change.Seq).ShouldBe(Enumerable.Range(1, changes.Count).Select(seq => (long)seq));
        header.Digest.ShouldNotBe(plan.Header.Digest);
        (header.Origin!.Kind, header.Origin.PlanDigest, header.Origin.Where).ShouldBe((PlanOrigin.Exclude, plan.Header.Digest, where));
        header.Warnings[^1].ShouldContain(where);
        await plan.VerifyAsync(default);
    }

    [Fact]
    public async Task Guards_are_held_against_what_is_left()
    {
        await using var plan = await SampleAsync(SamplePlans.Header() with { Guards = [new PlanGuard { Name = "max-deletes", Limit = "0", Found = "1 of 9 rows", Holds = false }] });

        var header = await PlanExclusion.ExcludeAsync(plan, await PlanExclusion.FindAsync(plan, "action = 'delete'", default), "deletes", At("b.plan"), TimeProvider.System, default);

        header.Guards.ShouldHaveSingleItem().Holds.ShouldBeTrue();
        header.Guards[0].Found.ShouldBe("0 of 9 target rows (0%)");
    }

    [Theory]
    [InlineData("city = 'Ulm'", "SY1101")]
    [InlineData("name", "SY1111")]
    [InlineData("name = 'x' or (select true)", "SY1112")]
    [InlineData("exists (select 1 from read_text('/etc/hostname'))", "SY1112")]
    [InlineData("name = getenv('HOME')", "SY1112")]
    [InlineData("true) or (true", "SY1111")]
    [InlineData("cast(name as integer) = 1", "SY3007")]
    public async Task A_condition_is_locked_down_like_the_expressions_of_a_project(string where, string id)
    {
        await using var plan = await SampleAsync();

        (await Should.ThrowAsync<ConfigurationException>(async () => await PlanExclusion.FindAsync(plan, where, default))).Error.Id.ShouldBe(id);
    }

    [Fact]
    public async Task A_plan_that_would_be_the_same_is_not_made()
    {
        await using var plan = await SampleAsync();

        foreach (var excluded in new HashSet<long>[] { [], [4], [0] })
        {
            (await Should.ThrowAsync<ConfigurationException>(async () => await PlanExclusion.ExcludeAsync(plan, excluded, "nothing", At("b.plan"), TimeProvider.System, default)))
                .Error.Id.ShouldBe("SY3008");
        }

        File.Exists(At("b.plan")).ShouldBeFalse();
    }

    private string At(string name) => Path.Combine(folder, name);

    private async Task<PlanFile> SampleAsync(PlanHeader? header = null)
    {
        await SamplePlans.WriteAsync(At("a.plan"), SamplePlans.Columns, SamplePlans.ThreeChanges, header: header);
        return await PlanFile.OpenAsync(At("a.plan"), default);
    }
}
