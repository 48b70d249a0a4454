using Bunit;
using Syncline.Studio.Runs;

namespace Syncline.Studio.Tests.Runs;

public sealed class RunsPageTests : StudioPageTest
{
    [Fact]
    public void Without_runs_it_says_what_one_is_and_leads_to_the_projects()
    {
        var page = Render<RunsPage>();
        page.WaitForAssertion(() => page.Find("h2").TextContent.ShouldBe("No runs yet"));
        page.Find("a").GetAttribute("href").ShouldBe("/projects");
        page.FindAll("svg.chart, table").ShouldBeEmpty();
    }

    [Fact]
    public void A_chart_stacks_the_parts_of_a_bar_and_tells_each_in_words()
    {
        var chart = Render<RunChart>(parameters => parameters.Add(one => one.Title, "Rows written").Add(one => one.Summary, "40")
            .Add(one => one.Bars, new[] { new RunBar("people: 10 written", [("add", 10)]), new RunBar("people: 30 written", [("add", 10), ("upd", 20), ("del", 0)]) }));
        chart.FindAll("title").Select(title => title.TextContent).ShouldBe(["people: 10 written", "people: 30 written"]);
        chart.FindAll("rect.add").Select(bar => bar.GetAttribute("height")).ShouldBe(["24", "24"]);
        chart.Find("rect.upd").GetAttribute("height").ShouldBe("48");
        chart.Find("rect.upd").GetAttribute("y").ShouldBe("0");
        chart.FindAll("rect.del").ShouldBeEmpty();
        chart.Find("svg").GetAttribute("aria-label").ShouldBe("Rows written: 40, over 2 runs");
    }

    [Fact]
    public void A_run_that_is_not_there_can_not_be_taken_back()
    {
        var page = Render<UndoPage>(parameters => parameters.Add(one => one.Id, "20260504-130000-aaaa"));
        page.WaitForAssertion(() => page.Find(".error-card h3").TextContent.ShouldBe("The run can't be taken back"));
    }
}
