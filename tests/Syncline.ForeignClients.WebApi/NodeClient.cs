using System.ComponentModel;
using System.Diagnostics;
using Syncline.ForeignClients.WebApi;

[assembly: AssemblyFixture(typeof(NodeClient))]

namespace Syncline.ForeignClients.WebApi;

/// <summary>The npm package dynamics-web-api, as its lock file pins it, installed beside the tests. Without node the tests are skipped.</summary>
public sealed class NodeClient : IAsyncLifetime
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "client");

    /// <summary>Why the client can't be used; null when it can.</summary>
    public string? Absent { get; private set; }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (!await IsThereAsync("node") || !await IsThereAsync("npm"))
        {
            Absent = "node and npm are not on this machine.";
            return;
        }

        // The lock file stands in the installed modules once they are those it pins.
        var (wanted, installed) = (Path.Combine(Folder, "package-lock.json"), Path.Combine(Folder, "node_modules", ".syncline-lock"));
        if (File.Exists(installed) && await File.ReadAllTextAsync(installed) == await File.ReadAllTextAsync(wanted))
        {
            return;
        }

        var (code, output) = await RunAsync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], []);
        code.ShouldBe(0, $"npm could not install dynamics-web-api: {output}");
        File.Copy(wanted, installed, overwrite: true);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Runs a scenario of <c>scenarios.cjs</c>.</summary>
    public static Task<(int Code, string Output)> RunAsync(string scenario, IReadOnlyDictionary<string, string> environment) => RunAsync("node", ["scenarios.cjs", scenario], environment);

    private static async Task<bool> IsThereAsync(string program)
    {
        try
        {
            return (await RunAsync(program, ["--version"], new Dictionary<string, string>(StringComparer.Ordinal))).Code == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        // On Windows npm is a batch file, which only the shell can start.
        var start = OperatingSystem.IsWindows() && program == "npm" ? new ProcessStartInfo("cmd.exe", ["/c", program, .. arguments]) : new ProcessStartInfo(program, arguments);
        start.WorkingDirectory = Folder;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}
