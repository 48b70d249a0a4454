using System.IO.Pipes;
using System.Text.Json;
using Syncline.Cli.Demo;
using Syncline.Cli.Terminal;

namespace Syncline.Cli.Tests;

/// <summary><c>connection authorize --no-browser</c> in one home, <c>syncline authorize</c> in another.</summary>
public sealed class RemoteSignInTests
{
    [Fact]
    public async Task A_waiting_command_takes_the_line_that_authorize_prints_in_another_home()
    {
        await using var site = await SandboxSite.StartAsync(signIn: false);
        await site.AddConnectionAsync("contoso");
        using var another = new CommandHome();
        await using var typed = new AnonymousPipeServerStream(PipeDirection.Out);
        await using var keyboard = new StreamWriter(typed) { AutoFlush = true };
        using var input = new StreamReader(new AnonymousPipeClientStream(PipeDirection.In, typed.ClientSafePipeHandle));
        using var output = new LineSignalWriter();
        using var error = new StringWriter();
        var waiting = RunAsync(site.User.Home, output, error, input, "connection", "authorize", "contoso", "--no-browser", "--json");
        var first = JsonDocument.Parse(await output.FirstLine).RootElement;
        new Uri(first.GetProperty("open").GetString()!).IsLoopback.ShouldBeTrue();

        using var thereOut = new LineSignalWriter();
        using var thereError = new StringWriter();
        var there = RunAsync(
            another.Home, thereOut, thereError, TextReader.Null, [.. first.GetProperty("onAnotherMachine").GetString()!.Split(' ').Skip(1), "--no-browser", "--json"]);
        using var browser = new BuiltInBrowser(site.Server.Options.Directory.Users[1].UserName, _ => { });
        var page = new Uri(JsonDocument.Parse(await thereOut.FirstLine).RootElement.GetProperty("open").GetString()!);
        await browser.OpenAsync(page, page, TestContext.Current.CancellationToken);
        (await there).ShouldBe(ExitCode.Success, thereError.ToString());
        var answer = JsonDocument.Parse(thereOut.ToString().Split('\n')[1]).RootElement.GetProperty("answer").GetString();

        await keyboard.WriteLineAsync("something else");
        await keyboard.WriteLineAsync(answer);
        (await waiting).ShouldBe(ExitCode.Success, error.ToString());
        error.ToString().ShouldContain("OA1206");
        JsonDocument.Parse(output.ToString().Split('\n')[1]).RootElement.GetProperty("signedInAs").GetString().ShouldBe("Bruno Keller");
        Directory.Exists(another.Home).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_signs_in_for_another_machine_is_told_what_for_and_warned()
    {
        await using var site = await SandboxSite.StartAsync(signIn: false);
        await site.AddConnectionAsync("contoso");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var output = new LineSignalWriter();
        var waiting = RunAsync(site.User.Home, output, TextWriter.Null, TextReader.Null, stop.Token, "connection", "authorize", "contoso", "--no-browser", "--json");
        var request = JsonDocument.Parse(await output.FirstLine).RootElement.GetProperty("onAnotherMachine").GetString()!.Split(' ')[2];

        using var thereOut = new LineSignalWriter();
        using var thereError = new StringWriter();
        var there = RunAsync(site.User.FileAt("elsewhere"), thereOut, thereError, new StringReader(request + "\n"), stop.Token, "authorize", "-", "--no-browser", "--json");
        await thereOut.FirstLine;
        await stop.CancelAsync();

        (await there).ShouldBe(ExitCode.Cancelled);
        (await waiting).ShouldBe(ExitCode.Cancelled);
        var said = thereError.ToString();
        said.ShouldContain("contoso");
        said.ShouldContain(site.Server.Options.Directory.PublicClient.Id.ToString());
        said.ShouldContain("only if you started this sign-in yourself");
    }

    [Fact]
    public async Task Without_a_request_the_usage_is_told_and_a_broken_one_says_what_to_copy()
    {
        using var user = new CommandHome();
        (await user.RunAsync("authorize")).ShouldExitWith(64).Error.ShouldContain("connection authorize NAME --no-browser");
        (await user.RunAsync("authorize syncline-request-1.broken")).ShouldExitWith(3).Error.ShouldContain("OA1604");
    }

    private static Task<ExitCode> RunAsync(string home, TextWriter output, TextWriter error, TextReader input, params string[] arguments) =>
        RunAsync(home, output, error, input, TestContext.Current.CancellationToken, arguments);

    private static Task<ExitCode> RunAsync(
        string home, TextWriter output, TextWriter error, TextReader input, CancellationToken cancellationToken, params string[] arguments) =>
        CommandLine.RunAsync(
            arguments,
            new TerminalStreams { Out = output, Error = error, In = input, Environment = name => name == "SYNCLINE_HOME" ? home : null },
            cancellationToken);
}
