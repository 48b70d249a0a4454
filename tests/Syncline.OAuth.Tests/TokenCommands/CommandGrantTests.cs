using Syncline.Core.Errors;
using Syncline.OAuth.TokenCommands;
using Syncline.OAuth.Tests.Fakes;
using Syncline.OAuth.Tokens;

namespace Syncline.OAuth.Tests.TokenCommands;

/// <summary>Real programs: small scripts of the shell that every Unix has.</summary>
public sealed class CommandGrantTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("syncline-command-");
    private readonly WatchedTimeProvider time = new();
    private readonly SharedState state = new();

    public CommandGrantTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The scripts of these tests are for Unix shells.");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        state.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_command_runs_only_after_somebody_allowed_it_on_this_machine()
    {
        var source = Source("sh -c 'touch ran; echo tok-1'");

        var error = (await Should.ThrowAsync<SignInException>(async () => await source.GetAccessTokenAsync(Cancel))).Error;

        (error.Id, error.Recovery).ShouldBe(("OA1701", Recovery.SignInAgain));
        error.Advice.ShouldNotBeNull().ShouldContain("syncline connection authorize contoso");
        File.Exists(At("ran")).ShouldBeFalse();
        await source.SignInAsync(new ScriptedPrompt(), Cancel);
        (await Source("sh  -c  'touch ran; echo tok-1'").GetAccessTokenAsync(Cancel)).ShouldBe("tok-1");
    }

    [Fact]
    public async Task Another_command_is_not_allowed_by_the_first_ones_sign_in()
    {
        await Source("echo tok-1").SignInAsync(new ScriptedPrompt(), Cancel);

        var error = (await Should.ThrowAsync<SignInException>(async () => await Source("sh -c 'touch ran; echo tok-2'").GetAccessTokenAsync(Cancel))).Error;

        error.Id.ShouldBe("OA1403");
        File.Exists(At("ran")).ShouldBeFalse();
    }

    [Fact]
    public async Task The_token_is_kept_until_its_end_nears_and_shared_by_two_processes()
    {
        await File.WriteAllTextAsync(At("token.sh"), "echo x >> runs\nn=$(wc -l < runs | tr -d ' ')\nprintf '{\"access_token\":\"tok-%s\",\"expires_in\":3600}' \"$n\"\n", Cancel);
        var first = Source("sh token.sh");
        await first.SignInAsync(new ScriptedPrompt(), Cancel);
        (await first.GetAccessTokenAsync(Cancel)).ShouldBe("tok-1");

        time.Advance(TimeSpan.FromMinutes(56));
        var sources = new[] { first, Source("sh token.sh") };
        var tokens = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => sources[i % 2].GetAccessTokenAsync(Cancel).AsTask())));

        tokens.ShouldAllBe(token => token == "tok-2");
        (await first.RefreshAfterRejectionAsync("tok-2", Cancel)).ShouldBe("tok-3");
    }

    [Fact]
    public async Task What_the_command_said_of_its_failure_is_shown_and_what_it_printed_is_not()
    {
        var error = await FailAsync("sh -c 'echo printed-secret; echo \"not \u001b[31mlogged in\" >&2; exit 3'");

        (error.Id, error.Option).ShouldBe(("OA1703", "token-command"));
        error.Message.ShouldBe("The token command 'sh' of connection contoso failed with exit code 3.");
        error.ServerText.ShouldBe("not  [31mlogged in");
        $"{error}".ShouldNotContain("printed-secret");
    }

    [Fact]
    public async Task A_token_in_the_commands_messages_is_not_shown()
    {
        var error = await FailAsync("sh -c 'echo \"debug: eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.c2ln\" >&2; exit 1'");

        error.ServerText.ShouldBe("debug: (secret)");
    }

    [Fact]
    public async Task A_command_that_is_not_there_is_told()
    {
        var error = await FailAsync("no-such-program-here --x");

        error.Id.ShouldBe("OA1702");
        error.Message.ShouldContain("'no-such-program-here'");
    }

    [Fact]
    public async Task A_command_that_prints_no_token_is_told()
    {
        var error = await FailAsync("sh -c 'echo Welcome to the show; echo hint >&2'");

        (error.Id, error.ServerText).ShouldBe(("OA1705", "hint"));
        error.Message.ShouldNotContain("Welcome");
    }

    [Fact]
    public async Task A_command_that_asks_a_question_finds_nobody()
    {
        (await FailAsync("sh -c 'read answer || exit 7'")).Message.ShouldContain("exit code 7");
    }

    [Fact]
    public async Task A_command_that_hangs_is_ended_after_a_minute_with_what_it_started()
    {
        await File.WriteAllTextAsync(At("hang.sh"), "sleep 600 &\necho $! > child\nwait\n", Cancel);
        var signIn = Source("sh hang.sh").SignInAsync(new ScriptedPrompt(), Cancel);
        while (!File.Exists(At("child")) || (await File.ReadAllTextAsync(At("child"), Cancel)).Length == 0)
        {
            await Task.Yield();
        }

        time.Advance(TimeSpan.FromSeconds(61));
        var error = (await Should.ThrowAsync<SignInException>(() => signIn)).Error;

        error.Id.ShouldBe("OA1704");
        var child = int.Parse((await File.ReadAllTextAsync(At("child"), Cancel)).Trim(), System.Globalization.CultureInfo.InvariantCulture);
        Should.Throw<ArgumentException>(() => WaitUntilGone(child));
    }

    /// <summary>Throws when there is no such process (any more).</summary>
    private static void WaitUntilGone(int id)
    {
        using var process = System.Diagnostics.Process.GetProcessById(id);
        process.WaitForExit();
        throw new ArgumentException("It has exited.", nameof(id));
    }

    private string At(string name) => Path.Combine(folder.FullName, name);

    private TokenSource Source(string commandLine) => new(
        new TokenCommandSettings { ConnectionName = "contoso", CommandLine = commandLine, Resource = "https://contoso.crm4.dynamics.com", Folder = folder.FullName },
        state, time);

    private async Task<ErrorDetail> FailAsync(string commandLine) =>
        (await Should.ThrowAsync<SignInException>(async () => await Source(commandLine).SignInAsync(new ScriptedPrompt(), Cancel))).Error;
}
