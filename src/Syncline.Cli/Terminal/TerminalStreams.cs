namespace Syncline.Cli.Terminal;

/// <summary>Where a command reads and writes. Tests give their own; <see cref="Console"/> is the process's.</summary>
internal sealed record TerminalStreams
{
    /// <summary>Results: text for people or one JSON document.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Messages, progress, errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Answers to questions, pasted addresses, secrets given as <c>-</c>.</summary>
    public required TextReader In { get; init; }

    /// <summary>Whether <see cref="Out"/> is a terminal that a person looks at.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Whether <see cref="Error"/> is a terminal: progress bars are drawn only there.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Whether <see cref="In"/> is a terminal: questions are asked only there.</summary>
    public bool InIsTerminal { get; init; }

    /// <summary>Environment variables; a delegate so that tests need not change their process's.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Reads a line without showing it; asked only when <see cref="InIsTerminal"/>.</summary>
    public Func<string> ReadHiddenLine { get; init; } = HiddenLine.Read;

    /// <summary>The process's own streams.</summary>
    public static TerminalStreams Console() => new()
    {
        Out = System.Console.Out,
        Error = System.Console.Error,
        In = System.Console.In,
        OutIsTerminal = !System.Console.IsOutputRedirected,
        ErrorIsTerminal = !System.Console.IsErrorRedirected,
        InIsTerminal = !System.Console.IsInputRedirected,
    };
}
