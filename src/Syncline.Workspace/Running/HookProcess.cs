using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Syncline.Workspace.Running;

/// <summary>Starts a hook: a program with arguments, without a shell, its input a JSON document, ended when its time is over.</summary>
internal static class HookProcess
{
    private const int LongestWords = 2_000;

    /// <summary>Runs it to its end. What it prints is kept for the problem's words alone.</summary>
    /// <param name="name">Name of the hook.</param>
    /// <param name="command">Program and arguments.</param>
    /// <param name="input">What it reads on its standard input.</param>
    /// <param name="folder">Its working folder.</param>
    /// <param name="limit">Longest time.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async Task<HookResult> RunAsync(
        string name, IReadOnlyList<string> command, string input, string folder, TimeSpan limit, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or IOException)
        {
            return new HookResult(name, null, $"The hook {name} could not be started: {exception.Message}");
        }

        using (process)
        using (var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            time.CancelAfter(limit);
            var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            try
            {
                await WriteAsync(process, input, time.Token);
                await process.WaitForExitAsync(time.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
                cancellationToken.ThrowIfCancellationRequested();
                return new HookResult(name, null, string.Create(CultureInfo.InvariantCulture, $"The hook {name} was ended because it took longer than {limit.TotalSeconds:0.#} s."));
            }

            var words = Words(await errors, await output);
            return process.ExitCode == 0
                ? new HookResult(name, 0, null)
                : new HookResult(name, process.ExitCode, string.Create(CultureInfo.InvariantCulture, $"The hook {name} ended with {process.ExitCode}. {words}").TrimEnd());
        }
    }

    // A hook need not read its input: a pipe that it closed is no fault.
    private static async Task WriteAsync(Process process, string input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // Its exit code says how it went.
        }
    }

    private static string Words(string errors, string output)
    {
        var words = (errors.Trim().Length > 0 ? errors : output).Trim();
        return words.Length <= LongestWords ? words : string.Concat("…", words.AsSpan(words.Length - LongestWords));
    }
}
