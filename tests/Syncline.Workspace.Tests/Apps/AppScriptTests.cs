using System.Diagnostics;
using Syncline.Core.Errors;
using Syncline.Workspace.Apps;

namespace Syncline.Workspace.Tests.Apps;

/// <summary>The scripts that register an app: run here by a real shell, with a stand-in for az that writes down what it is asked.</summary>
public sealed class AppScriptTests : IDisposable
{
    private readonly UserHome user = new();

    [Fact]
    public async Task A_public_app_gets_its_redirect_the_permission_and_consent_and_no_secret()
    {
        var (asked, shown) = await RunAsync(new AppRegistration { Name = "Syncline (O.Neill) test-1_ä", Tenant = "contoso.com" });

        asked[0].ShouldBe("login|--tenant|contoso.com|--allow-no-subscriptions|--output|none");
        asked.ShouldContain("ad|app|create|--display-name|Syncline (O.Neill) test-1_ä|--sign-in-audience|AzureADMyOrg|--public-client-redirect-uris|http://localhost"
            + "|--is-fallback-public-client|true|--query|appId|--output|tsv");
        asked.ShouldContain("ad|sp|create|--id|made-app-id|--output|none");
        asked.ShouldContain("ad|app|permission|add|--id|made-app-id|--api|00000007-0000-0000-c000-000000000000|--api-permissions|78ce3f0f-a1ce-49c2-8cde-64b5c0896db4=Scope|--output|none");
        asked.ShouldContain("ad|app|permission|grant|--id|made-app-id|--api|00000007-0000-0000-c000-000000000000|--scope|user_impersonation|--output|none");
        asked.ShouldNotContain(line => line.Contains("credential"));
        shown.ShouldContain("Client ID: made-app-id", Case.Sensitive, shown);
    }

    [Fact]
    public async Task A_secret_goes_into_a_file_that_only_the_user_can_read_and_is_not_shown()
    {
        var (asked, shown) = await RunAsync(new AppRegistration { HasSecret = true });

        asked.ShouldContain(line => line.Contains("--web-redirect-uris|http://localhost"));
        asked.ShouldContain(line => line.StartsWith("ad|app|credential|reset|--id|made-app-id|--append", StringComparison.Ordinal));
        shown.ShouldNotContain("made-secret");
        var file = user.FileAt("syncline-client-secret.txt");
        File.ReadAllText(file).Trim().ShouldBe("made-secret");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task An_application_user_has_no_redirect_and_no_delegated_permission()
    {
        var (asked, _) = await RunAsync(new AppRegistration { IsApplicationUser = true });

        asked.ShouldNotContain(line => line.Contains("redirect") || line.Contains("permission"));
        asked.ShouldContain(line => line.Contains("credential|reset"));
        AppScript.For(new AppRegistration { IsApplicationUser = true }, ScriptShell.Bash).ShouldContain("docs/guide/register-an-application-user.md");
    }

    [Fact]
    public async Task A_failing_command_stops_the_script()
    {
        var (asked, _) = await RunAsync(new AppRegistration(), failAt: "ad app create", expectedExit: 1);
        asked[^1].ShouldStartWith("ad|app|create");
    }

    [Theory]
    [InlineData("name", "Syncline'; rm -rf ~; '")]
    [InlineData("name", "Syncline\nwhoami")]
    [InlineData("name", "$(whoami)")]
    [InlineData("name", "%PATH%")]
    [InlineData("redirect", "http://localhost/`id`")]
    [InlineData("redirect", "https://elsewhere.example")]
    [InlineData("tenant", "contoso.com; id")]
    [InlineData("url", "https://contoso.crm4.dynamics.com\n id")]
    public void Values_that_could_mean_something_to_a_shell_are_refused(string what, string value)
    {
        var app = what switch
        {
            "name" => new AppRegistration { Name = value },
            "redirect" => new AppRegistration { RedirectUrl = value },
            "tenant" => new AppRegistration { Tenant = value },
            _ => new AppRegistration { SiteUrl = value },
        };

        var error = Should.Throw<ConfigurationException>(() => AppScript.For(app, ScriptShell.PowerShell)).Error;

        (error.Id, error.Option).ShouldBe(("WS1501", what));
    }

    [Fact]
    public void The_PowerShell_script_says_the_same_in_its_own_words()
    {
        var script = AppScript.For(new AppRegistration { HasSecret = true, Name = "Syncline test" }, ScriptShell.PowerShell);

        script.ShouldContain("$ErrorActionPreference = 'Stop'");
        script.ShouldContain("$appId = az ad app create --display-name 'Syncline test' --sign-in-audience AzureADMyOrg --web-redirect-uris 'http://localhost' --query appId --output tsv");
        script.ShouldContain("az ad app permission add --id \"$appId\"");
        script.ShouldContain("| Set-Content -NoNewline -Encoding ascii -LiteralPath 'syncline-client-secret.txt'");
        script.ShouldNotContain("$(");
        Commands(script).ShouldBe(Commands(AppScript.For(new AppRegistration { HasSecret = true, Name = "Syncline test" }, ScriptShell.Bash)));
    }

    [Fact]
    public void Each_guide_that_a_script_names_is_there()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Syncline.slnx")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        var named = new[] { true, false }
            .SelectMany(isUser => AppScript.For(new AppRegistration { IsApplicationUser = isUser }, ScriptShell.Bash).Split([' ', ',', '\n']))
            .Where(word => word.StartsWith("docs/", StringComparison.Ordinal)).ToList();
        named.ShouldNotBeEmpty();
        named.ShouldAllBe(path => File.Exists(Path.Combine(root, path)));
    }

    public void Dispose() => user.Dispose();

    private static int Commands(string script) => script.Split('\n').Count(line => !line.StartsWith('#') && line.Contains("az ", StringComparison.Ordinal));

    private async Task<(List<string> Asked, string Shown)> RunAsync(AppRegistration app, string? failAt = null, int expectedExit = 0)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no sh.");
            return ([], string.Empty);
        }

        var log = user.FileAt("asked.txt");
        var az = user.Write("bin/az", $$"""
            #!/bin/sh
            line=$1; all="$*"; shift
            for word in "$@"; do line="$line|$word"; done
            printf '%s\n' "$line" >> '{{log}}'
            case $all in
              "{{failAt ?? "nothing fails"}}"*) exit 1 ;;
              "ad app create"*) echo made-app-id ;;
              "ad app credential"*) echo made-secret ;;
              "account show"*) echo made-tenant-id ;;
            esac
            """.ReplaceLineEndings("\n"));
        File.SetUnixFileMode(az, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo("sh") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(log) };
        start.ArgumentList.Add(user.Write("register.sh", AppScript.For(app, ScriptShell.Bash)));
        start.Environment["PATH"] = Path.GetDirectoryName(az) + ":" + Environment.GetEnvironmentVariable("PATH");
        using var shell = Process.Start(start)!;
        var error = shell.StandardError.ReadToEndAsync(UserHome.Cancellation);
        var shown = await shell.StandardOutput.ReadToEndAsync(UserHome.Cancellation);
        await shell.WaitForExitAsync(UserHome.Cancellation);
        shell.ExitCode.ShouldBe(expectedExit, await error);
        return ([.. await File.ReadAllLinesAsync(log, UserHome.Cancellation)], shown.Replace(":\n", ": ", StringComparison.Ordinal));
    }
}
