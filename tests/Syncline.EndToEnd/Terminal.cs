using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Syncline.EndToEnd;

/// <summary>A terminal with a home folder of its own, in which the built command is run as a process, as a user runs it.</summary>
internal sealed class Terminal : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "syncline.dll");

    private readonly string root = Directory.CreateTempSubdirectory("syncline-e2e-").FullName;

    public Terminal() => UserFolder = Directory.CreateDirectory(Path.Combine(root, "user")).FullName;

    public string Home => Path.Combine(root, "home");

    /// <summary>The user's own folder; nothing of ours belongs there while SYNCLINE_HOME names another.</summary>
    public string UserFolder { get; }

    public string FileAt(string name) => Path.Combine(root, name);

    public string Write(string name, string text)
    {
        var path = FileAt(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Starts a command; the caller ends it.</summary>
    public Process Start(params string[] arguments) => Start(new Dictionary<string, string>(StringComparer.Ordinal), arguments);

    /// <summary>Starts a command with some environment variables of its own.</summary>
    public Process Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var process = Launch(environment, arguments);
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Starts a command that something will be typed to.</summary>
    public Process StartForTyping(params string[] arguments) => Launch(new Dictionary<string, string>(StringComparer.Ordinal), arguments);

    private Process Launch(IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = root,
        };
        start.ArgumentList.Add(Program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["SYNCLINE_HOME"] = Home;
        start.Environment["HOME"] = UserFolder;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs a command to its end.</summary>
    public async Task<Finished> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        return await EndAsync(process);
    }

    public static async Task<Finished> EndAsync(Process process, string alreadyRead = "")
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new(process.ExitCode, alreadyRead + await output, await error);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    /// <summary>How a command ended.</summary>
    internal sealed record Finished(int Code, string Out, string Error)
    {
        public JsonElement Json => JsonDocument.Parse(Out).RootElement;

        public Finished ShouldExitWith(int code)
        {
            Code.ShouldBe(code, $"stdout:\n{Out}\nstderr:\n{Error}");
            return this;
        }
    }
}
