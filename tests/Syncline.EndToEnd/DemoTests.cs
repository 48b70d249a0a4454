namespace Syncline.EndToEnd;

public sealed class DemoTests : IDisposable
{
    private readonly Terminal terminal = new();

    [Fact]
    public async Task The_demo_signs_in_syncs_and_finds_no_changes_the_second_time()
    {
        var demo = (await terminal.RunAsync("demo")).ShouldExitWith(0);
        demo.Error.ShouldBeEmpty();
        demo.Out.ShouldContain("Signed in to Contoso as Ada Winter");
        demo.Out.ShouldContain("+ C-2001");
        demo.Out.ShouldContain("Nordwind Terminals GmbH → Lindqvist & Söner, Båtvarv AB");
        demo.Out.ShouldContain("the second compare found 0 changes");

        // What it says to try next works.
        (await terminal.RunAsync("plan", "show", Path.Combine(terminal.Home, "demo", "contacts.plan"))).ShouldExitWith(0).Out.ShouldContain("~ C-1030");
    }

    [Fact]
    public async Task The_demo_with_json_gives_one_document_with_counts()
    {
        var document = (await terminal.RunAsync("demo", "--json")).ShouldExitWith(0).Json;
        var changes = document.GetProperty("changes");
        var added = changes.GetProperty("add").GetInt64();
        var updated = changes.GetProperty("update").GetInt64();
        added.ShouldBeGreaterThan(0);
        updated.ShouldBeGreaterThan(0);
        document.GetProperty("applied").GetProperty("done").GetInt64().ShouldBe(added + updated + changes.GetProperty("delete").GetInt64());
        document.GetProperty("applied").GetProperty("failed").GetInt64().ShouldBe(0);
        foreach (var action in new[] { "add", "update", "delete" })
        {
            document.GetProperty("secondCompare").GetProperty(action).GetInt64().ShouldBe(0);
        }
    }

    [Fact]
    public async Task The_demo_can_be_run_again_and_starts_afresh()
    {
        (await terminal.RunAsync("demo", "--quiet")).ShouldExitWith(0);
        (await terminal.RunAsync("demo", "--json", "--quiet")).ShouldExitWith(0).Json.GetProperty("changes").GetProperty("add").GetInt64().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Nothing_is_written_outside_the_folder_that_SYNCLINE_HOME_names()
    {
        (await terminal.RunAsync("demo", "--quiet")).ShouldExitWith(0);
        Directory.EnumerateFileSystemEntries(terminal.UserFolder, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    public void Dispose() => terminal.Dispose();
}
