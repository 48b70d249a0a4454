using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Syncline.OAuth.TokenCommands;

/// <summary>What a program printed, and how it ended. The output can hold a token.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Messages)
{
    private const int MaxCharacters = 1024 * 1024;

    /// <summary>Not its output.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"exit code {ExitCode}");

    /// <summary>Runs a program to its end; when the call is cancelled it is ended with everything that it started.</summary>
    /// <exception cref="Win32Exception">It can't be started.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="InvalidDataException">It printed more than a mebibyte.</exception>
    public static async Task<CommandRun> StartAsync(IReadOnlyList<string> words, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(words[0])
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var argument in words.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new Win32Exception();
        try
        {
            // A program that asks a question finds nobody to answer, instead of waiting for ever.
            process.StandardInput.Close();
            var output = ReadAsync(process.StandardOutput, cancellationToken);
            var messages = ReadAsync(process.StandardError, cancellationToken);
            await Task.WhenAll(output, messages, process.WaitForExitAsync(cancellationToken));
            return new CommandRun(process.ExitCode, await output, await messages);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        for (int read; (read = await reader.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (text.Length + read > MaxCharacters)
            {
                throw new InvalidDataException("It printed more than a mebibyte.");
            }

            text.Append(buffer, 0, read);
        }

        return text.ToString();
    }
}
