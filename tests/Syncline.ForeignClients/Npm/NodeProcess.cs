using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Syncline.ForeignClients.Npm;

/// <summary>A running script of ours: one JSON line goes in, JSON lines come out.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> errors;

    private NodeProcess(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <param name="packages">Where the scripts lie.</param>
    /// <param name="script">File name.</param>
    /// <param name="order">What the script reads from its standard input; secrets are in no list of processes.</param>
    /// <param name="authorityPath">File of the authority that node trusts besides its own; null for none.</param>
    public static async Task<NodeProcess> StartAsync(NodePackages packages, string script, object order, string? authorityPath = null)
    {
        var start = StartInfo(packages.Folder, "node", script);
        if (authorityPath is not null)
        {
            start.Environment["NODE_EXTRA_CA_CERTS"] = authorityPath;
        }

        var running = new NodeProcess(Process.Start(start)!);
        await running.process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(order));
        await running.process.StandardInput.FlushAsync();
        return running;
    }

    public static ProcessStartInfo StartInfo(string folder, string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() && command == "npm" ? "npm.cmd" : command)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    /// <summary>The next line; fails with what the script complained about when there is none.</summary>
    public async Task<JsonElement> ReadAsync()
    {
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        line.ShouldNotBeNull(line is null ? await errors : string.Empty);
        return JsonDocument.Parse(line).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }
}
