using System.CommandLine;

namespace Syncline.Cli;

/// <summary>Options that every command takes.</summary>
internal static class GlobalOptions
{
    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "One JSON document on stdout; messages stay on stderr.",
        Recursive = true,
    };

    /// <summary><c>--quiet</c>.</summary>
    public static Option<bool> Quiet { get; } = new("--quiet", "-q")
    {
        Description = "No messages and no progress; results and errors only.",
        Recursive = true,
    };
}
