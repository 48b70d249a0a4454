using System.Diagnostics;
using System.Text.Json;

namespace Syncline.Bench.Dataverse;

/// <summary>
/// The same read by dynamics-web-api for JavaScript on node, in a process that stays warm between passes. Its packages are those of
/// tests/Syncline.ForeignClients, which installs them into artifacts/foreign-clients.
/// </summary>
internal sealed class NodeRead : IDisposable
{
    private readonly Process process;

    private NodeRead(Process process) => this.process = process;

    /// <summary>Starts node; null, with a word on the console, where it or the package is missing.</summary>
    public static async Task<NodeRead?> StartAsync(string site, string tokenUrl, string clientId, string secret, IEnumerable<string> select)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Syncline.slnx")))
        {
            root = root.Parent;
        }

        var modules = Path.Combine(root?.FullName ?? ".", "artifacts", "foreign-clients", "node_modules");
        if (!Directory.Exists(Path.Combine(modules, "dynamics-web-api")))
        {
            Console.WriteLine("dynamics-web-api is not installed: run the tests of Syncline.ForeignClients once. It is left out.");
            return null;
        }

        var script = Path.Combine(root!.FullName, "bench", "Syncline.Bench.Dataverse", "node", "read.cjs");
        var started = Process.Start(new ProcessStartInfo("node", [script])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["NODE_PATH"] = modules },
        })!;
        await started.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { site, tokenUrl, clientId, secret, select }));
        return new NodeRead(started);
    }

    /// <summary>One read from beginning to end.</summary>
    public async Task<(int Rows, double Seconds, double CpuSeconds)> ReadAsync()
    {
        await process.StandardInput.WriteLineAsync("read");
        using var answer = JsonDocument.Parse(await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("node ended without an answer."));
        return (answer.RootElement.GetProperty("rows").GetInt32(), answer.RootElement.GetProperty("seconds").GetDouble(), answer.RootElement.GetProperty("cpuSeconds").GetDouble());
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
