namespace Syncline.Cli.Tests;

/// <summary>Labels that a global choice of Dynamics 365 lacks, through the command line: reviewed, added before the rows, left by undo.</summary>
public sealed class MissingLabelRunTests : IAsyncLifetime
{
    private SandboxSite site = null!;

    private CommandHome User => site.User;

    public async ValueTask InitializeAsync()
    {
        site = await SandboxSite.StartAsync(signIn: true);
        await site.AddFilesAsync(
            ("leads.csv", "id,name,contacted\n11111111-0000-4000-8000-000000000001,One,By letter\n11111111-0000-4000-8000-000000000002,Two,contacted\n"));
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task They_are_part_of_the_plan_and_are_there_when_the_rows_are_written()
    {
        var project = User.Write("leads.syncline.yaml", """
            source: { connection: crm, table: leads.csv }
            target: { connection: contoso, table: lead }
            key: leadid
            columns:
              leadid: id
              lastname: name
              initialcommunication: { from: contacted, choice: { by: label, missing: add } }
            """);
        var plan = User.FileAt("leads.plan");

        (await User.RunAsync(["plan", project, "--out", plan])).ShouldExitWith(0).Out.ShouldContain("By letter (100000000)");
        (await LabelsAsync()).ShouldNotContain("By letter");
        (await User.RunAsync(["apply", plan, "--yes"])).ShouldExitWith(0);

        (await LabelsAsync()).Count(label => label == "By letter").ShouldBe(1);
        (await User.RunAsync(["plan", project, "--exit-code", "--out", User.FileAt("again.plan")])).ShouldExitWith(0);
    }

    private async Task<IReadOnlyList<string?>> LabelsAsync() =>
        [.. (await User.RunAsync("preview contoso @choices --rows 5000 --json")).ShouldExitWith(0).Json.EnumerateArray()
            .Where(row => row.GetProperty("choice").GetString() == "initialcommunication").Select(row => row.GetProperty("label").GetString())];
}
