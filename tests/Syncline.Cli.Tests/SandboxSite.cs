using System.Text.Json;
using Syncline.Cli.Demo;
using Syncline.Cli.Terminal;
using Syncline.Sandbox;

namespace Syncline.Cli.Tests;

/// <summary>A sandbox, and a user whose library holds the connection <c>contoso</c> to it.</summary>
internal sealed class SandboxSite : IAsyncDisposable
{
    private SandboxSite(SandboxServer server, CommandHome home)
    {
        Server = server;
        User = home;
    }

    public SandboxServer Server { get; }

    public CommandHome User { get; }

    /// <summary>Starts a sandbox and adds the connection; signs in too unless told otherwise.</summary>
    public static async Task<SandboxSite> StartAsync(bool signIn = true, SandboxOptions? options = null)
    {
        var site = new SandboxSite(await SandboxServer.StartAsync(options ?? new SandboxOptions(), TestContext.Current.CancellationToken), new CommandHome());
        if (signIn)
        {
            await site.AddConnectionAsync("contoso");
            (await site.AuthorizeAsync("contoso")).ShouldExitWith(0);
        }

        return site;
    }

    public async Task AddConnectionAsync(string name, params string[] more)
    {
        string[] arguments =
        [
            "connection", "add", name, "--connector", "dynamics-365",
            "--set", $"url={Server.Addresses.Site}", "--set", $"client-id={Server.Options.Directory.PublicClient.Id}",
            "--set", $"authorization-url={Server.Addresses.AuthorizationUrl}", "--set", $"token-url={Server.Addresses.TokenUrl}", .. more,
        ];
        (await User.RunAsync(arguments)).ShouldExitWith(0);
    }

    /// <summary>Writes files to the folder <c>data</c> and adds the connection <c>crm</c> to it.</summary>
    public async Task AddFilesAsync(params (string Name, string Text)[] files)
    {
        Directory.CreateDirectory(User.FileAt("data"));
        foreach (var (name, text) in files)
        {
            User.Write($"data/{name}", text);
        }

        (await User.RunAsync(["connection", "add", "crm", "--connector", "csv", "--set", $"path={User.FileAt("data")}"])).ShouldExitWith(0);
    }

    /// <summary>Somebody else gives a contact another last name, with a project of their own.</summary>
    public async Task RenameElsewhereAsync(string id, string lastName)
    {
        User.Write("data/other.csv", $"id,last_name\n{id},{lastName}\n");
        var other = User.Write("other.syncline.yaml", """
            source: { connection: crm, table: other.csv }
            target: { connection: contoso, table: contact }
            key: [externaluseridentifier]
            columns: { externaluseridentifier: id, lastname: last_name }
            """);
        (await User.RunAsync(["run", other])).ShouldExitWith(0);
    }

    /// <summary>Runs <c>connection authorize --no-browser --json</c> and lets a scripted person follow the address that it prints.</summary>
    public async Task<CommandResult> AuthorizeAsync(string name)
    {
        using var output = new LineSignalWriter();
        using var error = new StringWriter();
        var command = CommandLine.RunAsync(
            ["connection", "authorize", name, "--no-browser", "--json"],
            new TerminalStreams
            {
                Out = output,
                Error = error,
                In = TextReader.Null,
                Environment = variable => variable == "SYNCLINE_HOME" ? User.Home : User.Environment.GetValueOrDefault(variable),
            },
            TestContext.Current.CancellationToken);
        await Task.WhenAny(output.FirstLine, command);
        if (output.FirstLine.IsCompleted && JsonDocument.Parse(await output.FirstLine).RootElement.TryGetProperty("open", out var open))
        {
            using var browser = new BuiltInBrowser(Server.Options.Directory.Users[0].UserName, _ => { });
            var page = new Uri(open.GetString()!);
            await browser.OpenAsync(page, page, TestContext.Current.CancellationToken);
            await browser.FinishedAsync();
        }

        return new((int)await command, output.ToString(), error.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        User.Dispose();
    }
}
