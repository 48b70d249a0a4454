using System.Net;
using System.Net.Sockets;
using Syncline.Core.Connectors;
using Syncline.Studio.Sandboxes;
using Syncline.Workspace;

namespace Syncline.Studio.Tests.Sandboxes;

public sealed class LocalSandboxTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("syncline-sandbox-").FullName;
    private readonly SynclineWorkspace workspace;

    public LocalSandboxTests() => workspace = new SynclineWorkspace(new SynclineHome(root), _ => null);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_next_day_it_is_at_the_same_address_by_itself_when_a_saved_connection_leads_there()
    {
        string site;
        await using (var today = new LocalSandbox(workspace, TimeProvider.System))
        {
            var started = await today.StartAsync(Token);
            (await today.StartAsync(Token)).ShouldBeSameAs(started);
            today.Notice.ShouldBeNull();
            site = started.Addresses.Site;
            await SaveAsync("sandbox", LocalSandbox.Settings(started));
        }

        await using var tomorrow = new LocalSandbox(workspace, TimeProvider.System);
        await tomorrow.StartForSavedConnectionsAsync(Token);
        tomorrow.Error.ShouldBeNull();
        tomorrow.Running.ShouldNotBeNull().Addresses.Site.ShouldBe(site);
        tomorrow.Running.Options.Keep.ShouldNotBeNull();
    }

    [Fact]
    public async Task Nothing_is_started_for_a_library_that_does_not_lead_to_it()
    {
        await using (var today = new LocalSandbox(workspace, TimeProvider.System))
        {
            await today.StartAsync(Token);
        }

        await SaveAsync("contoso", new Dictionary<string, string> { ["url"] = "https://contoso.crm4.dynamics.com", ["client-id"] = Guid.NewGuid().ToString(), ["tenant"] = "contoso.com" });
        await using var tomorrow = new LocalSandbox(workspace, TimeProvider.System);
        await tomorrow.StartForSavedConnectionsAsync(Token);
        tomorrow.Running.ShouldBeNull();
    }

    [Fact]
    public async Task A_second_Studio_gets_a_sandbox_for_the_while_and_the_address_stays_with_the_first()
    {
        await using var first = new LocalSandbox(workspace, TimeProvider.System);
        await using var second = new LocalSandbox(workspace, TimeProvider.System);
        var site = (await first.StartAsync(Token)).Addresses.Site;
        var other = await second.StartAsync(Token);
        other.Addresses.Site.ShouldNotBe(site);
        other.Options.Keep.ShouldBeNull();
        second.Notice.ShouldNotBeNull().ShouldContain("is taken");
        new SandboxPlace(workspace.Home).KnownPort.ShouldBe(new Uri(site).Port);
    }

    [Fact]
    public async Task A_port_that_was_taken_at_the_first_start_is_not_waited_for()
    {
        using var taker = new TcpListener(IPAddress.Loopback, new SandboxPlace(workspace.Home).Port);
        taker.Start();
        await using var sandbox = new LocalSandbox(workspace, TimeProvider.System);
        var started = await sandbox.StartAsync(Token);
        sandbox.Notice.ShouldBeNull();
        new SandboxPlace(workspace.Home).KnownPort.ShouldBe(new Uri(started.Addresses.Site).Port);
    }

    [Fact]
    public async Task Rows_that_an_unknown_program_wrote_are_left_alone_and_it_is_said_that_none_are_kept()
    {
        var rows = Directory.CreateDirectory(new SandboxPlace(workspace.Home).Rows).FullName;
        await File.WriteAllTextAsync(Path.Combine(rows, "changes.jsonl"), "what is this\n\n", Token);
        await using var sandbox = new LocalSandbox(workspace, TimeProvider.System);
        (await sandbox.StartAsync(Token)).Options.Keep.ShouldBeNull();
        sandbox.Notice.ShouldNotBeNull().ShouldStartWith("its rows are not kept");
        (await File.ReadAllTextAsync(Path.Combine(rows, "changes.jsonl"), Token)).ShouldBe("what is this\n\n");
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private async Task SaveAsync(string name, IReadOnlyDictionary<string, string> options) =>
        await workspace.SaveAsync(new ConnectionSettings { Name = name, Connector = "dynamics-365", Options = options }, replace: false, Token);
}
