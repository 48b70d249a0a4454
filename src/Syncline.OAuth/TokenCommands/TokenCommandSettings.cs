using Syncline.Core.Errors;

namespace Syncline.OAuth.TokenCommands;

/// <summary>A command whose output is an access token.</summary>
public sealed record TokenCommandSettings
{
    /// <summary>Name of the saved connection; used in messages and advice.</summary>
    public required string ConnectionName { get; init; }

    /// <summary>
    /// Program and arguments, separated by blanks; "…" or '…' keeps blanks together. No shell reads it: <c>$</c>, <c>|</c>, <c>&gt;</c> and the like are
    /// plain characters.
    /// </summary>
    public required string? CommandLine { get; init; }

    /// <summary>Resource that tokens are for: tokens of one are not used for another.</summary>
    public required string Resource { get; init; }

    /// <summary>Folder to run in.</summary>
    public string Folder { get; init; } = Environment.CurrentDirectory;

    /// <summary>Checks the command line; nothing is run.</summary>
    /// <exception cref="ConfigurationException">It is missing, or can't be read (OA1013).</exception>
    public void Validate() => CommandWords.Parse(CommandLine);
}
