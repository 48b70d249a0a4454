using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Syncline.Core.Connectors;
using Syncline.Workspace.Doctor;

namespace Syncline.Workspace.Tests.Doctor;

public sealed class CheckupTests : IDisposable
{
    private readonly UserHome user = new();

    [Fact]
    public async Task A_connection_that_never_answers_is_given_up_after_30_seconds()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var address = $"http://{silent.LocalEndpoint}";
        await user.Workspace.SaveAsync(
            new ConnectionSettings
            {
                Name = "silent",
                Connector = "dynamics-365",
                Options = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["url"] = address,
                    ["client-id"] = "11111111-2222-3333-4444-555555555555",
                    ["token-url"] = address + "/token",
                    ["grant-type"] = "client_credentials",
                },
                Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["client-secret"] = new("not-needed-here") },
            },
            replace: false,
            UserHome.Cancellation);

        var clock = new FakeTimeProvider();
        var checkup = new Checkup(user.Workspace, clock).RunAsync(UserHome.Cancellation).ToListAsync(UserHome.Cancellation);
        using var asked = await silent.AcceptSocketAsync(UserHome.Cancellation);
        clock.Advance(Checkup.Patience);

        var finding = (await checkup).Single(found => found.Area == CheckupArea.Connection);
        finding.Problem!.Id.ShouldBe("WS1103");
        finding.Finding.ShouldContain("silent");
    }

    [Theory]
    [InlineData(600L * 1024 * 1024, null)]
    [InlineData(100L * 1024 * 1024, "WS1102")]
    [InlineData(0, "WS1102")]
    public void Little_space_is_a_problem(long free, string? id) => (new MachineChecks(user.Workspace).DiskSpace(free).Problem?.Id).ShouldBe(id);

    public void Dispose() => user.Dispose();
}
