using Syncline.Studio.Runs;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Runs;

namespace Syncline.Studio.Tests.Runs;

public sealed class RunFilterTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 0, 30, 0, TimeSpan.FromHours(2));

    [Fact]
    public void Without_a_wish_every_run_is_shown()
    {
        new RunFilter().IsEmpty.ShouldBeTrue();
        new RunFilter().Shows(Run(Now.AddYears(-3)), Now).ShouldBeTrue();
    }

    [Theory]
    [InlineData("people", "", "", true)]
    [InlineData("peop", "", "", false)]
    [InlineData("", "Finished", "", true)]
    [InlineData("", "Stopped", "", false)]
    [InlineData("", "", " CONTOSO ", true)]
    [InlineData("", "", "contact", true)]
    [InlineData("", "", "20260504-13", true)]
    [InlineData("", "", "fabrikam", false)]
    public void Project_state_and_text_narrow(string project, string state, string text, bool shown) =>
        new RunFilter(project, state, Text: text).Shows(Run(Now), Now).ShouldBe(shown);

    [Theory]
    [InlineData(1, -20, true)]
    [InlineData(1, -40, false)]
    [InlineData(7, -60 * 24 * 6, true)]
    [InlineData(7, -60 * 24 * 7, false)]
    public void Days_begin_at_the_users_midnight(int days, int minutes, bool shown) =>
        new RunFilter(Days: days).Shows(Run(Now.AddMinutes(minutes).ToUniversalTime()), Now).ShouldBe(shown);

    private static RunSummary Run(DateTimeOffset started) => new()
    {
        Id = "20260504-130000-aaaa",
        Folder = "",
        State = RunState.Finished,
        Project = "people",
        PlanId = "1",
        PlanDigest = "sha256:1",
        Connection = "contoso",
        Table = "contact",
        Started = started,
        Add = new RunCounts(),
        Update = new RunCounts(),
        Delete = new RunCounts(),
        OwnerHost = "here",
        OwnerProcess = 1,
    };
}
