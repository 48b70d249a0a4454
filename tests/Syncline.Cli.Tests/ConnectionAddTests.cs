namespace Syncline.Cli.Tests;

/// <summary><c>connection add</c> as somebody meets it who does not know it yet.</summary>
public sealed class ConnectionAddTests : IDisposable
{
    private const string Client = "11111111-2222-3333-4444-555555555555";

    private readonly CommandHome user = new();

    [Fact]
    public async Task Everything_that_is_missing_is_named_at_once_with_a_command_that_would_work()
    {
        var result = (await user.RunAsync("connection add contoso --connector dynamics-365")).ShouldExitWith(1);

        result.Error.ShouldContain("still needs url (URL) and client-id (Client ID)");
        result.Error.ShouldContain("syncline connection add contoso --connector dynamics-365 --set url=https://contoso.crm4.dynamics.com --set client-id=00000000-0000-0000-0000-000000000000");
        result.Error.ShouldContain("docs/guide/register-your-app.md");
        var json = (await user.RunAsync("connection add contoso --connector dynamics-365 --json")).ShouldExitWith(1).Json;
        json.GetProperty("error").GetProperty("id").GetString().ShouldBe("CL1021");
    }

    [Fact]
    public async Task What_was_given_stands_in_the_command_that_would_work()
    {
        var result = (await user.RunAsync(["connection", "add", "contoso", "--connector", "dynamics-365", "--set", "url=https://fabrikam.crm.dynamics.com/main.aspx?appid=1"])).ShouldExitWith(1);

        result.Error.ShouldContain("still needs client-id (Client ID).");
        result.Error.ShouldContain("--set url=\"https://fabrikam.crm.dynamics.com/main.aspx?appid=1\" --set client-id=");
    }

    [Fact]
    public async Task A_site_that_can_not_be_asked_is_told_with_the_way_to_save_without_asking()
    {
        var port = ClosedPort();
        string[] arguments = ["connection", "add", "contoso", "--connector", "dynamics-365", "--set", $"url=http://localhost:{port}", "--set", $"client-id={Client}"];
        var refused = (await user.RunAsync(arguments)).ShouldExitWith(1);

        refused.Error.ShouldContain("give the Tenant (tenant ID or domain), or Authorization URL and Token URL");
        (await user.RunAsync([.. arguments, "--set", "tenant=contoso.example"])).ShouldExitWith(0);
    }

    [Fact]
    public async Task A_wrong_address_is_the_only_mistake_told_as_the_others_follow_from_it()
    {
        var result = (await user.RunAsync($"connection add contoso --connector dynamics-365 --set url=ada@contoso.com --set client-id={Client}")).ShouldExitWith(1);

        result.Error.ShouldContain("DV1002");
        result.Error.ShouldNotContain("OA1001");
    }

    [Fact]
    public async Task What_is_not_a_number_is_told_without_the_frameworks_words()
    {
        var result = (await user.RunAsync("connection authorize contoso --timeout soon")).ShouldExitWith(64);

        result.Error.ShouldContain("'soon' is not a whole number, as --timeout wants.");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("61")]
    public async Task The_time_for_signing_in_has_bounds_and_they_are_told(string minutes)
    {
        var result = (await user.RunAsync($"connection authorize contoso --timeout {minutes}")).ShouldExitWith(64);

        result.Error.ShouldContain("between 1 and 60 minutes");
    }

    [Fact]
    public async Task A_mistyped_option_is_told_before_what_is_missing()
    {
        var result = (await user.RunAsync("connection add contoso --connector dynamics-365 --set client_id=1")).ShouldExitWith(1);

        result.Error.ShouldContain("CN1302");
        result.Error.ShouldContain("'client-id'");
    }

    [Fact]
    public async Task Without_a_kind_of_system_all_kinds_are_listed_and_nobody_is_asked_where_nobody_is()
    {
        var result = (await user.RunAsync("connection add contoso")).ShouldExitWith(64);

        result.Error.ShouldContain("dynamics-365: ");
        result.Error.ShouldContain("csv: ");
    }

    [Fact]
    public async Task At_a_terminal_a_person_is_asked_for_the_rest_and_secrets_are_typed_unseen()
    {
        var result = (await user.TypeAsync(
            ["connection", "add", "contoso", "--set", "tenant=contoso.com"],
            ["what?", "1", "https://contoso.crm4.dynamics.com/main.aspx", "", "client_credentials", Client],
            "typed-secret-value")).ShouldExitWith(0);

        result.Error.ShouldContain("What kind of system is it?");
        result.Error.ShouldContain("Type a number from 1 to");
        (result.Out + result.Error).ShouldNotContain("typed-secret-value");
        var saved = (await user.RunAsync("connection show contoso --json")).ShouldExitWith(0).Json;
        saved.GetProperty("options").GetProperty("grant-type").GetString().ShouldBe("client_credentials");
        saved.GetProperty("options").GetProperty("client-id").GetString().ShouldBe(Client);
        saved.GetProperty("secrets")[0].GetString().ShouldBe("client-secret");
    }

    [Fact]
    public async Task At_a_terminal_only_what_the_chosen_way_to_sign_in_needs_is_asked()
    {
        var result = (await user.TypeAsync(
            ["connection", "add", "contoso", "--connector", "dynamics-365", "--set", "url=https://contoso.crm4.dynamics.com"], ["managed-identity"])).ShouldExitWith(0);

        result.Error.ShouldContain("Managed identity");
        result.Error.ShouldNotContain("Client ID");
        result.Error.ShouldNotContain("Grant Type");
    }

    [Fact]
    public async Task A_person_who_stops_answering_saves_nothing()
    {
        (await user.TypeAsync(["connection", "add", "files", "--connector", "csv"], [])).ShouldExitWith(64).Error.ShouldContain("nothing was saved");
        (await user.RunAsync("connection list --json")).Json.GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_told_before_any_question()
    {
        (await user.RunAsync(["connection", "add", "files", "--connector", "csv", "--set", "path=."])).ShouldExitWith(0);

        var result = (await user.TypeAsync(["connection", "add", "files"], [])).ShouldExitWith(1);

        result.Error.ShouldContain("CN1003");
        result.Error.ShouldContain("connection edit files");
        result.Error.ShouldNotContain("What kind");
    }

    public void Dispose() => user.Dispose();

    /// <summary>A port that was free a moment ago.</summary>
    private static int ClosedPort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
