using Syncline.Cli.Terminal;

namespace Syncline.Cli.Tests;

/// <summary>A user with an empty SYNCLINE_HOME and a folder of files, who runs commands in this process.</summary>
internal sealed class CommandHome : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("syncline-cli-").FullName;

    public string Home => Path.Combine(root, "home");

    /// <summary>Environment variables besides SYNCLINE_HOME.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public string FileAt(string name) => Path.Combine(root, name);

    public string Write(string name, string text)
    {
        var path = FileAt(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public Task<CommandResult> RunAsync(string[] arguments, string input = "", CancellationToken cancellationToken = default) =>
        RunAsync(arguments, input, isTerminal: false, [], cancellationToken);

    /// <summary>Runs a command at a terminal, where a person answers its questions.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="answers">Lines typed, in order.</param>
    /// <param name="hidden">Secrets typed unseen, in order.</param>
    public Task<CommandResult> TypeAsync(string[] arguments, string[] answers, params string[] hidden) =>
        RunAsync(arguments, string.Concat(answers.Select(answer => answer + "\n")), isTerminal: true, hidden, TestContext.Current.CancellationToken);

    private async Task<CommandResult> RunAsync(string[] arguments, string input, bool isTerminal, string[] hidden, CancellationToken cancellationToken)
    {
        var secrets = new Queue<string>(hidden);
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var reader = new StringReader(input);
        var streams = new TerminalStreams
        {
            Out = output,
            Error = error,
            In = reader,
            InIsTerminal = isTerminal,
            ReadHiddenLine = secrets.Dequeue,
            Environment = name => name == "SYNCLINE_HOME" ? Home : Environment.GetValueOrDefault(name),
        };
        var code = await CommandLine.RunAsync(arguments, streams, cancellationToken);
        return new((int)code, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command line whose arguments hold no blanks.</summary>
    public Task<CommandResult> RunAsync(string arguments) => RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    public void Dispose() => Directory.Delete(root, recursive: true);
}
