using System.Net;
using System.Net.Sockets;
using Syncline.Workspace;

namespace Syncline.Studio.Tests;

public sealed class StudioServerTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("syncline-studio-").FullName;

    [Fact]
    public async Task Two_Studios_run_beside_each_other()
    {
        await using var one = await StartAsync(0);
        await using var two = await StartAsync(0);
        two.Address.ShouldNotBe(one.Address);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_an_error_when_it_was_asked_for()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await Should.ThrowAsync<IOException>(() => StartAsync(((IPEndPoint)taken.LocalEndpoint).Port));
    }

    [Fact]
    public async Task Starting_and_stopping_leaves_nothing_in_the_home_folder()
    {
        await (await StartAsync(0)).DisposeAsync();
        Directory.EnumerateFileSystemEntries(root).ShouldBeEmpty();
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private Task<StudioServer> StartAsync(int port) => StudioServer.StartAsync(
        new StudioOptions { Workspace = new SynclineWorkspace(new SynclineHome(root), _ => null), Port = port }, TestContext.Current.CancellationToken);
}
