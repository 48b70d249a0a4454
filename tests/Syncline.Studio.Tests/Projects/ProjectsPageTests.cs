using Bunit;
using Syncline.Studio.Projects;

namespace Syncline.Studio.Tests.Projects;

public sealed class ProjectsPageTests : StudioPageTest
{
    [Fact]
    public void Without_projects_it_says_what_one_is_and_offers_to_make_the_first()
    {
        var page = Render<ProjectsPage>();
        page.Find("h2").TextContent.ShouldBe("No projects yet");
        page.FindAll("table").ShouldBeEmpty();
        page.FindAll("fluent-button").Select(button => button.TextContent.Trim()).ShouldBe(["Add a folder", "New project", "Make the first one"]);
    }

    [Fact]
    public async Task Each_project_of_the_usual_folder_leads_to_its_page()
    {
        await SaveProjectAsync("contacts and more", "source: {}");
        var page = Render<ProjectsPage>();
        var link = page.Find("td a");
        link.TextContent.ShouldBe("contacts and more");
        link.GetAttribute("href").ShouldBe("/projects/contacts%20and%20more");
        page.FindAll("td")[1].TextContent.ShouldBe("the usual one");
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_refused_beside_its_field()
    {
        var page = Render<ProjectsPage>();
        await page.InvokeAsync(() => page.FindAll("fluent-button")[0].ClickAsync(new()));
        await page.InvokeAsync(() => page.Find("#project-folder").InputAsync(new() { Value = Path.Combine(Workspace.Home.Root, "nowhere") }));
        await page.InvokeAsync(() => page.FindAll("dialog fluent-button").Single(button => button.TextContent.Trim() == "Add").ClickAsync(new()));
        page.Find("[role=alert]").TextContent.ShouldContain("There is no folder");
        page.Find("#project-folder").GetAttribute("aria-invalid").ShouldBe("true");
    }
}
