using Microsoft.Extensions.Time.Testing;
using Syncline.Connections.Governing;

namespace Syncline.Connections.Tests.Governing;

public sealed class MachineBudgetTests : IDisposable
{
    private readonly TemporaryHome home = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => home.Dispose();

    [Fact]
    public void Runs_of_the_same_user_and_site_share_evenly_and_others_are_not_concerned()
    {
        using var first = Join("contoso", "kim");
        first.ShareOf(52).ShouldBe(52);
        using var second = Join("contoso", "kim");
        using var third = Join("contoso", "kim");
        using var otherUser = Join("contoso", "alex");
        using var otherSite = Join("fabrikam", "kim");
        Later();

        new[] { first.ShareOf(52), second.ShareOf(52), third.ShareOf(52) }.Order().ShouldBe([17, 17, 18]);
        new[] { first.ShareOf(2), second.ShareOf(2), third.ShareOf(2) }.ShouldBe([1, 1, 1], customMessage: "nobody is shut out");
        (otherUser.ShareOf(52), otherSite.ShareOf(52)).ShouldBe((52, 52));
    }

    [Fact]
    public void A_run_that_ends_gives_its_share_back()
    {
        using var first = Join("contoso", "kim");
        var second = Join("contoso", "kim");
        Later();
        first.ShareOf(52).ShouldBe(26);
        second.Dispose();
        Later();
        first.ShareOf(52).ShouldBe(52);
    }

    [Fact]
    public void What_a_killed_run_left_behind_takes_no_share_and_is_cleared_away()
    {
        using var first = Join("contoso", "kim");
        var folder = Directory.GetDirectories(Budgets).Single();
        var left = Path.Combine(folder, "0123456789abcdef0123456789abcdef.run");
        File.WriteAllText(left, "");
        Later();
        first.ShareOf(52).ShouldBe(52);
        File.Exists(left).ShouldBeFalse();
    }

    [Fact]
    public void A_wait_that_one_run_is_asked_for_holds_for_all_until_it_is_over()
    {
        using var first = Join("contoso", "kim");
        using var second = Join("contoso", "kim");
        using var governor = new WriteGovernor(new WriteGovernorOptions { TimeProvider = time, Budget = second });
        var until = time.GetUtcNow() + TimeSpan.FromSeconds(30);
        first.Pause(until);
        first.Pause(until - TimeSpan.FromSeconds(20));
        Later();

        second.PausedUntil.ShouldBe(until);
        governor.PausedUntil.ShouldBe(until);
        time.Advance(TimeSpan.FromSeconds(40));
        (second.PausedUntil, governor.PausedUntil).ShouldBe((null, null));
        Directory.EnumerateFiles(Budgets, "*.wait", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_governor_keeps_to_its_share()
    {
        using var other = Join("contoso", "kim");
        using var governor = new WriteGovernor(new WriteGovernorOptions { MaxInFlight = 2, TimeProvider = time, Budget = Join("contoso", "kim") });
        await governor.EnterAsync(CancellationToken.None);

        governor.Parallelism.ShouldBe(1);
        governor.EnterAsync(CancellationToken.None).AsTask().IsCompleted.ShouldBeFalse();
        governor.Limit.ShouldBe(WriteLimit.OtherRuns);
    }

    private string Budgets => Path.Combine(home.Path, "budgets");

    private MachineBudget Join(string system, string user) => MachineBudget.Join(Budgets, system, user, time);

    private void Later() => time.Advance(TimeSpan.FromSeconds(2));
}
