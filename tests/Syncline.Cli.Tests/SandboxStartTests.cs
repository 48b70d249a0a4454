using System.Globalization;
using Syncline.Sandbox;

namespace Syncline.Cli.Tests;

/// <summary>A sandbox that can't start says why, and blames the port only for what is the port's fault.</summary>
public sealed class SandboxStartTests : IDisposable
{
    private readonly CommandHome user = new();

    public void Dispose() => user.Dispose();

    [Fact]
    public async Task A_port_that_another_program_has_is_told()
    {
        await using var other = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        var port = new Uri(other.Addresses.Site).Port.ToString(CultureInfo.InvariantCulture);

        var result = await user.RunAsync(["sandbox", "--port", port]);

        result.ShouldExitWith(1).Error.ShouldContain($"can't listen on port {port}");
        result.Error.ShouldContain("Another program has that port");
    }

    [Fact]
    public async Task A_folder_that_can_not_be_used_is_not_the_ports_fault()
    {
        var place = user.Write(Path.Combine("home", "sandbox"), "a file where the folder should be");

        var result = await user.RunAsync(["sandbox", "--port", "1"]);

        result.ShouldExitWith(1).Error.ShouldContain(place);
        result.Error.ShouldNotContain("port");
    }
}
