using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Syncline.DatabaseServers;

/// <summary>A database server as a process of these tests' own: unprivileged, with a folder and a port of its own, gone at the end.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process server;
    private readonly Task output;

    private ServerProcess(Process server, Task output)
    {
        this.server = server;
        this.output = output;
        AppDomain.CurrentDomain.ProcessExit += Kill;
    }

    /// <summary>A port of the loopback address that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A new folder that belongs to the user who runs the server.</summary>
    public static async Task<string> FolderAsync(string user)
    {
        var folder = Directory.CreateTempSubdirectory("syncline-server-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync(user: null, "chown", user, folder);
        }

        return folder;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task RunAsync(string? user, string program, params string[] arguments)
    {
        using var process = Start(user, program, arguments);
        var written = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await written} {await errors}");
        }
    }

    /// <summary>Starts a server and waits until it writes that it is ready.</summary>
    public static async Task<ServerProcess> StartAsync(string user, string ready, string program, params string[] arguments)
    {
        var process = Start(user, program, arguments);
        var isReady = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var log = new StringBuilder();
        var reading = Task.WhenAll(ReadAsync(process.StandardError), ReadAsync(process.StandardOutput)).ContinueWith(
            _ => isReady.TrySetException(new InvalidOperationException($"{program} ended before it was ready: {log}")), TaskScheduler.Default);
        await isReady.Task;
        return new ServerProcess(process, reading);

        async Task ReadAsync(StreamReader reader)
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                lock (log)
                {
                    log.AppendLine(line);
                }

                if (line.Contains(ready, StringComparison.Ordinal))
                {
                    isReady.TrySetResult();
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= Kill;
        Kill(this, EventArgs.Empty);
        await server.WaitForExitAsync();
        await output;
        server.Dispose();
    }

    private static Process Start(string? user, string program, string[] arguments)
    {
        // Servers refuse to run as root; setpriv becomes the user and then the program, so that the process is the server itself.
        var asUser = user is not null && Environment.IsPrivilegedProcess;
        string[] line = asUser ? ["setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", program, .. arguments] : [program, .. arguments];
        return Process.Start(new ProcessStartInfo(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = "/" })!;
    }

    private void Kill(object? sender, EventArgs arguments)
    {
        if (!server.HasExited)
        {
            server.Kill(entireProcessTree: true);
        }
    }
}
