using Microsoft.Playwright;

namespace Syncline.EndToEnd.Studio;

/// <summary>Beside the map: filters with completion, options and guards, parameters, words that stand for options, and rows before and after.</summary>
public sealed class MapOptionsTests : IAsyncLifetime
{
    private const string Project = """
        source: { connection: fair, table: leads.csv }
        target: { connection: contoso, table: lead }
        key: [emailaddress1]
        columns:
          emailaddress1: email
          subject: topic
          lastname: last_name
          leadqualitycode: { from: heat, choice: label }
          estimatedclosedate: { from: closes, format: dd.MM.yyyy }
          parentaccountid: { from: company_no, lookup: { table: account, match: accountnumber, missing: "null" } }

        """;

    private StudioBrowser studio = null!;

    private IPage Page => studio.Page;

    private ILocator Filter => Page.GetByLabel("Filter of leads.csv");

    public async ValueTask InitializeAsync() => studio = await StudioBrowser.StartAsync();

    public ValueTask DisposeAsync() => studio?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task A_filter_is_completed_checked_and_tried_as_it_is_typed_and_options_stand_in_the_file()
    {
        await OpenAsync(Project);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Options", Exact = true }).ClickAsync();
        await Filter.FillAsync("compani = 'A-1001'");
        await Expect(Page.GetByText("There is no column compani in the source table leads.csv.")).ToBeVisibleAsync();
        await Expect(Filter).ToHaveAttributeAsync("aria-invalid", "true");
        await Filter.FillAsync("company_no like 'A-1%'");
        await Expect(Page.GetByText("Keeps 2 of 4 sampled", new() { Exact = true })).ToBeVisibleAsync();
        await Filter.FillAsync("closes::date > '2026-01-01'");
        await Expect(Page.GetByText("it can't be computed for 3, and a compare would stop there")).ToBeVisibleAsync();

        // A word is completed by Enter; one that is needed in quotes gets them.
        await Filter.FillAsync(string.Empty);
        await Filter.PressSequentiallyAsync("comp");
        await Expect(Page.GetByRole(AriaRole.Option, new() { Name = "company_no column" })).ToHaveAttributeAsync("aria-selected", "true");
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("project-filter");
        await Filter.PressAsync("Enter");
        await Expect(Filter).ToHaveValueAsync("company_no");
        await Filter.PressSequentiallyAsync(" = 'A-1001'");
        await Expect(Filter).ToHaveValueAsync("company_no = 'A-1001'");
        await Expect(Page.GetByText("Keeps 1 of 4 sampled", new() { Exact = true })).ToBeVisibleAsync();

        await Page.GetByLabel("Rows that only the target has").SelectOptionAsync("true");
        var most = Page.GetByLabel("At most so many deletes");
        await most.FillAsync("5 percent");
        await Expect(Page.GetByText("Give a whole number of rows such as 250, or a share of the target's rows such as 5%.")).ToBeVisibleAsync();
        await Expect(most).ToHaveAttributeAsync("aria-invalid", "true");
        await studio.ShouldBeAccessibleAsync();
        await most.FillAsync("5%");
        await Expect(most).Not.ToHaveAttributeAsync("aria-invalid", "true");
        await Page.GetByLabel("Several rows with the same key").SelectOptionAsync("newest");
        await Page.GetByLabel("The newest by its column").SelectOptionAsync("closes");
        await Page.GetByLabel("Ignore case").CheckAsync();
        await Page.GetByRole(AriaRole.Heading, new() { Name = "Guards" }).ScrollIntoViewIfNeededAsync();
        await studio.PictureAsync("project-options");
        await Page.GetByRole(AriaRole.Button, new() { Name = "YAML", Exact = true }).ClickAsync();
        var yaml = Page.GetByLabel("Text of the project file");
        foreach (var line in new[] { "source-filter: \"company_no = 'A-1001'\"", "delete: true", "guards: { max-deletes: 5% }", "ignore-case: true", "duplicates: \"newest(closes)\"" })
        {
            await Page.WaitForFunctionAsync("text => document.querySelector('.yaml')?.value.includes(text)", line);
        }

        await Expect(yaml).ToBeEditableAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(Page.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
        (await studio.Terminal.RunAsync("project", "check", Path.Combine(studio.Terminal.Home, "projects", "leads.syncline.yaml"))).ShouldExitWith(0);
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task Words_of_the_source_get_their_option_and_rows_are_seen_before_and_after()
    {
        await OpenAsync(Project);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Rule of Rating" }).ClickAsync();
        await Page.GetByLabel("Option for burning").SelectOptionAsync("Hot");
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "burning stands for nothing" })).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("project-aliases");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Rule of Rating" }).ClickAsync();

        await Page.GetByRole(AriaRole.Button, new() { Name = "Rows", Exact = true }).ClickAsync();
        await Expect(Page.GetByText("The first 4 rows of the source; 1 problem. Nothing is written.")).ToBeVisibleAsync();
        var mapped = Page.GetByRole(AriaRole.Region, new() { Name = "Mapped rows" });
        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "Rows of the source" }).GetByRole(AriaRole.Row).Nth(3)).ToContainTextAsync("burning");
        await Expect(mapped.GetByRole(AriaRole.Row).Nth(3)).ToContainTextAsync("Hot");
        await Expect(mapped.GetByRole(AriaRole.Row).Nth(4)).ToContainTextAsync("31.02.2026");
        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "Rows of the target" }).GetByRole(AriaRole.Row).Nth(2)).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("project-rows");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Take the last change back" }).ClickAsync();
        await Expect(Page.GetByText("The project was changed since.")).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Read again" }).ClickAsync();
        await Expect(Page.GetByText("The first 4 rows of the source; 2 problems. Nothing is written.")).ToBeVisibleAsync();
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_parameter_is_given_a_value_before_the_project_is_compared()
    {
        await OpenAsync(Project.Replace("missing: \"null\"", "missing: skip", StringComparison.Ordinal) + "source-filter: \"company_no = '${company}'\"\n");
        await Expect(Page.GetByText("The parameter company has no value.")).ToBeVisibleAsync();
        var compare = Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Compare", Exact = true });
        await Expect(compare).ToBeDisabledAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Give it one" }).ClickAsync();
        await studio.ShouldBeAccessibleAsync();
        await Page.GetByLabel("company", new() { Exact = true }).FillAsync("A-1001");
        await Page.GetByLabel("company", new() { Exact = true }).PressAsync("Tab");
        await Expect(Page.GetByText("Holds until the Studio is closed. The file keeps its own value.")).ToBeVisibleAsync();
        await Expect(Page.GetByText("Keeps 1 of 4 sampled", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(compare).ToBeEnabledAsync();
        await compare.ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Tab, new() { Name = "Add 1" })).ToBeVisibleAsync();
        studio.ShouldBeQuiet();
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private async Task OpenAsync(string project)
    {
        await studio.SaveSiteAsync("contoso");
        await studio.SaveCsvAsync("fair", "leads.csv", """
            email,topic,last_name,heat,closes,company_no
            caspar@nordwind.example,Twelve pumps,Quist,Hot,24.12.2026,A-1001
            ines@solvento.example,Service contract,Marchetti,burning,30.06.2026,A-1007
            nobody@nowhere.example,Spare parts,Nowhere,Cold,31.02.2026,A-9999
            lena@example.com,Visit in spring,Brandt,Warm,,
            """);
        Directory.CreateDirectory(Path.Combine(studio.Terminal.Home, "projects"));
        await File.WriteAllTextAsync(Path.Combine(studio.Terminal.Home, "projects", "leads.syncline.yaml"), project, TestContext.Current.CancellationToken);
        await Page.GotoAsync(new Uri(studio.Address, "/projects/leads").AbsoluteUri);
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Mapped 6", Exact = true })).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Hide connections" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Show connections" })).ToBeVisibleAsync();
    }
}
