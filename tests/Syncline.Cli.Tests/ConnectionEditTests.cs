namespace Syncline.Cli.Tests;

/// <summary>Changing, renaming, copying and removing saved connections.</summary>
public sealed class ConnectionEditTests : IDisposable
{
    private readonly CommandHome user = new();

    [Fact]
    public async Task One_option_changes_and_the_others_stay()
    {
        await AddAsync("files", "--set", "delimiter=semicolon");

        (await user.RunAsync("connection edit files --set header=false --unset delimiter")).ShouldExitWith(0);

        var options = (await user.RunAsync("connection show files --json")).Json.GetProperty("options");
        (options.GetProperty("header").GetString(), options.TryGetProperty("delimiter", out _), options.TryGetProperty("path", out _)).ShouldBe(("false", false, true));
    }

    [Theory]
    [InlineData("connection edit files", 64, "Nothing is to be changed")]
    [InlineData("connection edit files --set header=perhaps", 1, "CN1303")]
    [InlineData("connection edit files --unset path", 1, "CN1304")]
    [InlineData("connection edit files --unset headr", 1, "'header'")]
    [InlineData("connection edit nowhere --set header=false", 1, "nowhere")]
    [InlineData("connection rename nowhere somewhere", 1, "nowhere")]
    [InlineData("connection rename files other", 1, "CN1003")]
    [InlineData("connection duplicate files other", 1, "CN1003")]
    [InlineData("connection duplicate files con", 1, "CN1002")]
    public async Task A_mistake_changes_nothing_and_says_what_is_wrong(string arguments, int code, string words)
    {
        await AddAsync("files");
        await AddAsync("other");
        var before = (await user.RunAsync("connection list --json")).Out;

        (await user.RunAsync(arguments)).ShouldExitWith(code).Error.ShouldContain(words);

        (await user.RunAsync("connection list --json")).Out.ShouldBe(before);
    }

    [Fact]
    public async Task A_sign_in_stays_through_a_rename_is_not_copied_and_ends_when_the_address_changes()
    {
        await using var site = await SandboxSite.StartAsync();
        var home = site.User;

        (await home.RunAsync("connection rename contoso crm")).ShouldExitWith(0);
        (await home.RunAsync("connection test crm")).ShouldExitWith(0);

        (await home.RunAsync("connection duplicate crm copy --json")).ShouldExitWith(0).Json.GetProperty("needsSignIn").GetBoolean().ShouldBeTrue();
        (await home.RunAsync("connection test copy")).ShouldExitWith(3);

        (await home.RunAsync("connection edit crm --set read-only=true --json")).ShouldExitWith(0).Json.GetProperty("needsSignIn").GetBoolean().ShouldBeFalse();
        var other = site.Server.Addresses.Site.Replace("localhost", "127.0.0.1", StringComparison.Ordinal) + "/";
        other = other == site.Server.Addresses.Site + "/" ? site.Server.Addresses.Site.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) : other;
        (await home.RunAsync(["connection", "edit", "crm", "--set", $"url={other}", "--json"])).ShouldExitWith(0).Json.GetProperty("needsSignIn").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Projects_that_were_planned_with_a_connection_are_named_when_it_goes()
    {
        var project = await PlannedProjectAsync();

        var renamed = (await user.RunAsync("connection rename crm kunden --json")).ShouldExitWith(0).Json;
        renamed.GetProperty("projects").EnumerateArray().Select(path => path.GetString()).ShouldBe([project]);

        (await user.RunAsync("connection rename kunden crm")).ShouldExitWith(0);
        var asked = (await user.TypeAsync(["connection", "remove", "crm"], ["n"])).ShouldExitWith(4);
        asked.Error.ShouldContain(project);
        asked.Error.ShouldContain("Nothing was removed");
        (await user.TypeAsync(["connection", "remove", "crm"], ["y"])).ShouldExitWith(0).Out.ShouldContain(project);
        (await user.RunAsync("connection show crm")).ShouldExitWith(1);
    }

    public void Dispose() => user.Dispose();

    private async Task AddAsync(string name, params string[] more) =>
        (await user.RunAsync(["connection", "add", name, "--connector", "csv", "--set", $"path={user.FileAt(name)}", .. more])).ShouldExitWith(0);

    private async Task<string> PlannedProjectAsync()
    {
        user.Write("crm/contacts.csv", "id,city\n1,Bonn\n");
        user.Write("copy/people.csv", "number,town\n1,Bonn\n2,Ulm\n");
        await AddAsync("crm");
        await AddAsync("copy");
        var project = user.Write("people.syncline.yaml", """
            source: { connection: crm, table: contacts.csv }
            target: { connection: copy, table: people.csv }
            key: [number]
            columns:
              number: id
            """);
        (await user.RunAsync(["plan", project])).ShouldExitWith(0);
        return project;
    }
}
