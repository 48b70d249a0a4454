using System.Diagnostics;
using System.Text.Json;

namespace Syncline.EndToEnd;

/// <summary>A disk that is full, for real: SYNCLINE_HOME on a file system of 1.5 MiB.</summary>
public sealed class DiskFullTests : IDisposable
{
    private readonly Terminal terminal = new();
    private bool mounted;

    [Fact]
    public async Task A_full_disk_is_named_nothing_is_lost_and_no_half_plan_stays()
    {
        await MountAsync();
        terminal.Write("data/people.csv", "id,name\n" + string.Concat(Enumerable.Range(1, 60_000).Select(i => $"{i},name of somebody {i * 7919 % 60_013}\n")));
        using var sandbox = terminal.Start("sandbox", "--json");
        using var ending = new ProcessEnd(sandbox);
        var site = JsonDocument.Parse((await sandbox.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!).RootElement;
        (await terminal.RunAsync(
            "connection", "add", "contoso", "--connector", "dynamics-365", "--set", $"url={site.GetProperty("site").GetString()}",
            "--set", $"client-id={site.GetProperty("confidentialClient").GetProperty("id").GetString()}", "--set", "grant-type=client_credentials",
            "--set", $"token-url={site.GetProperty("tokenUrl").GetString()}",
            "--secret", $"client-secret=file:{terminal.Write("secret.txt", site.GetProperty("confidentialClient").GetProperty("secret").GetString()!)}")).ShouldExitWith(0);
        (await terminal.RunAsync("connection", "add", "files", "--connector", "csv", "--set", $"path={terminal.FileAt("data")}")).ShouldExitWith(0);
        var project = terminal.Write("p.syncline.yaml", """
            source: { connection: files, table: people.csv }
            target: { connection: contoso, table: account }
            key: [accountnumber]
            columns: { accountnumber: id, name: name }
            """);

        var plan = (await terminal.RunAsync("plan", project)).ShouldExitWith(1);
        plan.Error.ShouldContain("disk");
        plan.Error.ShouldContain("space");
        plan.Error.ShouldNotContain("   at ", Case.Sensitive);
        Directory.EnumerateFiles(Path.Combine(terminal.Home, "plans")).ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(Path.Combine(terminal.Home, "work")).ShouldBeEmpty();

        await FillAsync();
        (await terminal.RunAsync("connection", "add", "more", "--connector", "csv", "--set", "path=data")).ShouldExitWith(1).Error.ShouldContain("disk is full");
        File.Delete(Path.Combine(terminal.Home, "fill"));
        (await terminal.RunAsync("connection", "list", "--json")).ShouldExitWith(0).Json.GetArrayLength().ShouldBe(2);
    }

    public void Dispose()
    {
        if (mounted)
        {
            using var unmount = Process.Start("umount", [terminal.Home]);
            unmount.WaitForExit();
        }

        terminal.Dispose();
    }

    private async Task MountAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "A small file system can only be mounted as root on Linux.");
        Directory.CreateDirectory(terminal.Home);
        using var mount = Process.Start(new ProcessStartInfo("mount", ["-t", "tmpfs", "-o", "size=1500k", "tmpfs", terminal.Home]) { UseShellExecute = false, RedirectStandardError = true })!;
        await mount.WaitForExitAsync(TestContext.Current.CancellationToken);
        mounted = mount.ExitCode == 0;
        Assert.SkipUnless(mounted, "This machine lets nobody mount a small file system.");
    }

    private async Task FillAsync()
    {
        await using var fill = new FileStream(Path.Combine(terminal.Home, "fill"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[1024];
        try
        {
            while (true)
            {
                await fill.WriteAsync(block, TestContext.Current.CancellationToken);
            }
        }
        catch (IOException)
        {
            // That is what it is for: nothing more fits.
        }
    }
}
