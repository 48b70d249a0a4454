using Syncline.Core.Errors;
using Syncline.Sync.Plans;
using Syncline.Workspace.Applying;
using Syncline.Workspace.Planning;

namespace Syncline.Workspace.Tests.Applying;

public sealed class PlanApplyingTests
{
    [Fact]
    public async Task A_plan_for_a_target_that_can_only_be_read_is_refused_and_starts_no_run()
    {
        using var user = new UserHome();
        var applying = new PlanApplying(user.Workspace);
        await using var plan = await PlanAsync(user);

        var error = (await Should.ThrowAsync<GuardException>(() => applying.ApplyAsync(plan, new ApplyChoices(), null, UserHome.Cancellation))).Error;

        error.Id.ShouldBe("SY4005");
        error.Message.ShouldContain("copy");
        (await applying.Runs.ListAsync(UserHome.Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_plan_other_than_the_one_approved_is_refused()
    {
        using var user = new UserHome();
        var applying = new PlanApplying(user.Workspace);
        await using var plan = await PlanAsync(user);

        var error = (await Should.ThrowAsync<GuardException>(
            () => applying.ApplyAsync(plan, new ApplyChoices { ApprovedDigest = "sha256:0" }, null, UserHome.Cancellation))).Error;

        error.Id.ShouldBe("SY4002");
        error.Message.ShouldContain(plan.Header.Digest);
    }

    [Fact]
    public async Task A_plan_whose_connection_was_removed_is_refused()
    {
        using var user = new UserHome();
        await using var plan = await PlanAsync(user);
        await user.Workspace.Library.RemoveAsync("copy", UserHome.Cancellation);

        var error = (await Should.ThrowAsync<ConfigurationException>(
            () => new PlanApplying(user.Workspace).ApplyAsync(plan, new ApplyChoices(), null, UserHome.Cancellation))).Error;

        error.Message.ShouldContain("copy");
    }

    [Fact]
    public async Task Runs_are_kept_in_the_users_home()
    {
        using var user = new UserHome();
        var applying = new PlanApplying(user.Workspace);

        (await applying.Runs.ListAsync(UserHome.Cancellation)).ShouldBeEmpty();
        var error = (await Should.ThrowAsync<SynclineException>(async () => await applying.Runs.FindAsync("nosuch", UserHome.Cancellation))).Error;

        error.Message.ShouldContain("nosuch");
    }

    private static async Task<PlanFile> PlanAsync(UserHome user)
    {
        var request = new PlanRequest { ProjectPath = await user.TwoFoldersAsync() };
        var planned = await new ProjectPlanning(user.Workspace).PlanAsync(request, null, UserHome.Cancellation);
        return await PlanFile.OpenAsync(planned.Path, UserHome.Cancellation);
    }
}
