using System.Text.Json;
using Syncline.Cli.Commands.Connections;
using Syncline.Core.Connectors;

namespace Syncline.Cli.Tests;

/// <summary><c>connection test</c> and <c>app check</c>: the walk as a person and as a script see it.</summary>
public sealed class ConnectionTestTests
{
    [Fact]
    public async Task Each_step_is_a_line_and_what_comes_after_a_failure_is_not_tried()
    {
        await using var site = await SandboxSite.StartAsync(signIn: false);
        await site.AddConnectionAsync("contoso");

        var text = (await site.User.RunAsync("connection test contoso")).ShouldExitWith(3).Out;

        text.ShouldContain("✓  Dynamics 365");
        text.ShouldContain("✗  Sign-in");
        text.ShouldContain("syncline connection authorize contoso");
        text.ShouldContain("-  Who am I           not tried");
        text.ShouldContain("contoso does not work yet: the step Sign-in failed.");
    }

    [Fact]
    public async Task A_site_shows_its_organisation_id_and_another_system_its_own_id()
    {
        await using var site = await SandboxSite.StartAsync();

        (await site.User.RunAsync("connection test contoso")).ShouldExitWith(0).Out.ShouldContain("Organisation id: ");
        ConnectionFacts.Of(new ConnectionIdentity { System = "db/crm", SystemId = "postgresql://db/crm#5" }).ShouldBe([new("System id", "postgresql://db/crm#5")]);
    }

    [Fact]
    public async Task As_json_a_test_is_one_document_with_every_step()
    {
        await using var site = await SandboxSite.StartAsync();

        var json = (await site.User.RunAsync("connection test contoso --json")).ShouldExitWith(0).Json;

        (json.GetProperty("ok").GetBoolean(), json.GetProperty("user").GetString()).ShouldBe((true, "Ada Winter"));
        json.GetProperty("steps").EnumerateArray().ShouldAllBe(step => step.GetProperty("state").GetString() == "ok");
        json.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("id").GetString())
            .ShouldBe(["settings", "address", "reachability", "tls", "site", "endpoints", "token", "identity", "read"]);
    }

    [Fact]
    public async Task Without_a_name_every_connection_is_tried()
    {
        await using var site = await SandboxSite.StartAsync();
        var user = site.User;
        (await user.RunAsync(["connection", "add", "files", "--connector", "csv", "--set", $"path={user.FileAt("nowhere")}"])).ShouldExitWith(0);

        var json = (await user.RunAsync("connection test --json")).ShouldExitWith(1).Json;

        json.GetProperty("ok").GetBoolean().ShouldBeFalse();
        json.GetProperty("connections").EnumerateArray().Select(Summary).ShouldBe(["contoso True", "files False"]);
        (await user.RunAsync("connection test")).ShouldExitWith(1).Out.ShouldContain("Working: 1 of 2.");

        static string Summary(JsonElement one) => $"{one.GetProperty("name").GetString()} {one.GetProperty("ok").GetBoolean()}";
    }

    [Fact]
    public async Task An_app_check_says_what_is_seen_and_what_only_a_sign_in_shows()
    {
        await using var site = await SandboxSite.StartAsync(signIn: false);
        await site.AddConnectionAsync("contoso");
        await site.AddConnectionAsync("elsewhere", "--set", "redirect-url=http://localhost/elsewhere");
        var user = site.User;
        (await user.RunAsync(["connection", "add", "files", "--connector", "csv", "--set", "path=."])).ShouldExitWith(0);

        var seen = (await user.RunAsync("app check contoso")).ShouldExitWith(0).Out;
        seen.ShouldContain("✓  Redirect URL");
        seen.ShouldContain("What only a sign-in shows:");
        (await user.RunAsync("app check elsewhere")).ShouldExitWith(1).Out.ShouldContain("enter exactly: http://localhost/elsewhere");
        (await user.RunAsync("app check files")).ShouldExitWith(1).Error.ShouldContain("CN1312");
    }

    [Fact]
    public async Task An_app_script_can_be_piped_into_a_file_as_it_is()
    {
        using var user = new CommandHome();

        var result = (await user.RunAsync("app script --tenant contoso.com")).ShouldExitWith(0);

        result.Out.ShouldStartWith("#!/bin/sh\n");
        result.Error.ShouldContain("Nothing was run");
        (await user.RunAsync("app script --public --secret")).ShouldExitWith(64);
        (await user.RunAsync(["app", "script", "--name", "a'b"])).ShouldExitWith(1).Error.ShouldContain("WS1501");
    }
}
