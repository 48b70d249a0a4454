using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;

namespace Syncline.EndToEnd;

/// <summary>
/// The sign-in as a person does it: <c>syncline sandbox</c> in one Commands, <c>connection authorize</c> in another, and a real Chromium in
/// which the account is picked and the permissions are accepted.
/// </summary>
public sealed class BrowserSignInTests(BrowserSite site) : BrowserTest(site)
{
    [Theory]
    [InlineData("publicClient")]
    [InlineData("confidentialClient")]
    public async Task A_person_signs_in_in_a_real_browser_and_the_connection_stays_signed_in(string app)
    {
        RequireBrowser();
        await AddAsync("contoso", app);
        using var authorize = Commands.Start("connection", "authorize", "contoso", "--no-browser", "--json");
        var open = await OpenAddressAsync(authorize);

        var page = await Browser.OpenPageAsync();
        var outside = new List<string>();
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { IsLoopback: false } elsewhere)
            {
                outside.Add(elsewhere.AbsoluteUri);
            }
        };
        await page.GotoAsync(open);
        await page.GetByRole(AriaRole.Button, new() { Name = "Bruno Keller" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Access Dynamics 365 as organization users (user_impersonation)")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await Assertions.Expect(page.GetByText("signed in", new() { Exact = false }).First).ToBeVisibleAsync();
        new Uri(page.Url).IsLoopback.ShouldBeTrue();
        outside.ShouldBeEmpty();

        var end = (await Terminal.EndAsync(authorize)).ShouldExitWith(0).Json;
        end.GetProperty("signedInAs").GetString().ShouldBe("Bruno Keller");

        (await Commands.RunAsync("table", "list", "contoso", "--json")).ShouldExitWith(0).Json.EnumerateArray()
            .Select(table => table.GetProperty("name").GetString()).ShouldContain("contact");
    }

    [Fact]
    public async Task A_machine_without_a_browser_is_signed_in_from_another_one()
    {
        RequireBrowser();
        await AddAsync("contoso", "confidentialClient");
        using var waiting = Commands.StartForTyping("connection", "authorize", "contoso", "--no-browser", "--json");
        using var waitingEnd = new ProcessEnd(waiting);
        var first = JsonDocument.Parse((await waiting.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!).RootElement;

        // Another machine: a home folder of its own, which knows nothing of the connection.
        using var another = new Terminal();
        using var there = another.Start([.. first.GetProperty("onAnotherMachine").GetString()!.Split(' ').Skip(1), "--no-browser", "--json"]);
        using var thereEnd = new ProcessEnd(there);
        var page = await Browser.OpenPageAsync();
        await page.GotoAsync(await OpenAddressAsync(there));
        await page.GetByRole(AriaRole.Button, new() { Name = "Bruno Keller" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await Assertions.Expect(page.GetByText("One step is left", new() { Exact = false })).ToBeVisibleAsync();
        var answer = (await Terminal.EndAsync(there)).ShouldExitWith(0).Json.GetProperty("answer").GetString()!;

        await waiting.StandardInput.WriteLineAsync(answer[..^5]);
        (await waiting.StandardError.ReadLineAsync(TestContext.Current.CancellationToken))!.ShouldContain("Waiting");
        (await waiting.StandardError.ReadLineAsync(TestContext.Current.CancellationToken))!.ShouldContain("OA1602");
        await waiting.StandardInput.WriteLineAsync(answer);

        (await Terminal.EndAsync(waiting)).ShouldExitWith(0).Json.GetProperty("signedInAs").GetString().ShouldBe("Bruno Keller");
        Directory.Exists(another.Home).ShouldBeFalse("the other machine keeps nothing");
        (await Commands.RunAsync("connection", "test", "contoso")).ShouldExitWith(0);
    }

    [Fact]
    public async Task A_person_who_declines_gets_told_and_the_command_says_so()
    {
        RequireBrowser();
        await AddAsync("contoso", "publicClient");
        using var authorize = Commands.Start("connection", "authorize", "contoso", "--no-browser", "--json");
        var page = await Browser.OpenPageAsync();
        await page.GotoAsync(await OpenAddressAsync(authorize));
        await page.GetByRole(AriaRole.Button, new() { Name = "Ada Winter" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await page.WaitForURLAsync(url => new Uri(url).Port != new Uri(Site.GetProperty("site").GetString()!).Port);
        (await page.ContentAsync()).ShouldNotContain("You are signed in");

        var end = (await Terminal.EndAsync(authorize)).ShouldExitWith(3);
        end.Error.ShouldContain("AADSTS65004");
    }

    [Fact]
    public async Task The_demo_with_browser_opens_the_systems_browser_and_goes_on_when_the_person_has_signed_in()
    {
        RequireBrowser();
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("The system's browser is replaced by way of xdg-open, which is Linux's.");
            return;
        }

        // Stands where the system's opener is found, and hands the address to this test through a named pipe.
        var opened = Commands.FileAt("opened");
        var opener = Commands.Write("bin/xdg-open", $"#!/bin/sh\nprintf '%s\\n' \"$1\" > '{opened}'\n");
        File.SetUnixFileMode(opener, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using (var pipe = Process.Start("mkfifo", [opened]))
        {
            await pipe.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var path = Path.GetDirectoryName(opener) + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        using var demo = Commands.Start(new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = path }, "demo", "--browser", "--json");
        using var reader = new StreamReader(opened);
        var address = await reader.ReadLineAsync(TestContext.Current.CancellationToken);

        var page = await Browser.OpenPageAsync();
        await page.GotoAsync(address!);
        await page.GetByRole(AriaRole.Button, new() { Name = "Chiara Neri" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        var end = (await Terminal.EndAsync(demo)).ShouldExitWith(0).Json;
        end.GetProperty("signedInAs").GetString().ShouldBe("Chiara Neri");
        end.GetProperty("secondCompare").GetProperty("add").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task Ctrl_C_while_waiting_ends_with_130_and_closes_the_listener()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal that a test can send to one process.");
        await AddAsync("contoso", "publicClient");
        using var authorize = Commands.Start("connection", "authorize", "contoso", "--no-browser", "--json");
        var open = new Uri(await OpenAddressAsync(authorize));
        var redirect = new Uri(System.Web.HttpUtility.ParseQueryString(open.Query)["redirect_uri"]!);

        using (var kill = Process.Start("kill", ["-INT", authorize.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        (await Terminal.EndAsync(authorize)).ShouldExitWith(130);
        using var client = new System.Net.Sockets.TcpClient();
        await Should.ThrowAsync<System.Net.Sockets.SocketException>(() => client.ConnectAsync("127.0.0.1", redirect.Port));
    }
}
