using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Syncline.Core.Errors;

namespace Syncline.Cli;

/// <summary>Says what is wrong with a command line, in words of a person who does not know its parser.</summary>
internal static partial class UsageMistakes
{
    /// <summary>What is wrong, and where to look.</summary>
    public static (string Message, string Advice) Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = CommandLine.PathOf(parsed.CommandResult);
        var help = $"See: {path} --help";
        var mistakes = parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal).ToList();
        if (parsed.UnmatchedTokens.Count == 0)
        {
            return (string.Join(' ', mistakes.Select(mistake => Plain(mistake, command, path))), help);
        }

        var (message, near) = Unknown(parsed, command, path);
        var others = mistakes.Where(mistake => !mistake.StartsWith("Unrecognized command or argument ", StringComparison.Ordinal) && !IsCommandMissing(mistake)).Select(mistake => Plain(mistake, command, path));
        return (string.Join(' ', others.Prepend(message)), near is null ? help : $"{near} {help}");
    }

    private static (string Message, string? Near) Unknown(ParseResult parsed, Command command, string path)
    {
        var word = parsed.UnmatchedTokens[0];
        if (word.StartsWith('-'))
        {
            var options = command.Options.Concat(parsed.RootCommandResult.Command.Options).Where(option => !option.Hidden).Select(option => option.Name);
            return ($"{path} has no option {word}.", NearestNames.Advice(word, options));
        }

        return command.Subcommands.Count > 0
            ? ($"{path} has no command {word}.", NearestNames.Advice(word, Visible(command)) ?? Commands(command))
            : ($"{path} does not take '{word}'; a value with blanks in it stands in quotes.", Joined(command));
    }

    /// <summary>A second word is most often the second part of a value that is written as one.</summary>
    private static string? Joined(Command command) =>
        command.Options.FirstOrDefault(option => option.HelpName?.Contains('/', StringComparison.Ordinal) == true) is { } joined ? $"{joined.Name} takes {joined.HelpName}, as one word." : null;

    private static string Plain(string message, Command command, string path)
    {
        if (IsCommandMissing(message))
        {
            return $"{path} is followed by one of its commands. {Commands(command)}";
        }

        if (MissingArgument().Match(message) is { Success: true } argument && command.Arguments.FirstOrDefault(known => known.Name == argument.Groups["name"].Value) is { } wanted)
        {
            return $"{path} needs a {wanted.Name}: {wanted.Description}";
        }

        if (MissingOption().Match(message) is { Success: true } missing && command.Options.FirstOrDefault(known => known.Name == missing.Groups["name"].Value) is { } option)
        {
            return $"{path} needs {option.Name}: {option.Description}";
        }

        if (NotOneOf().Match(message) is { Success: true } other)
        {
            return $"'{other.Groups["value"].Value}' is none of {string.Join(", ", other.Groups["word"].Captures.Select(word => word.Value))}.";
        }

        return NotAChoice().Match(message) is { Success: true } choice
            ? $"{choice.Groups["option"].Value} takes {string.Join(", ", choice.Groups["word"].Captures.Select(word => word.Value.ToLowerInvariant()))}; '{choice.Groups["value"].Value}' is none of them."
            : NotANumber().Replace(message, "'${value}' is not a whole number, as ${option} wants.");
    }

    private static bool IsCommandMissing(string message) => message.StartsWith("Required command was not provided", StringComparison.Ordinal);

    private static string Commands(Command command) => $"Its commands are: {string.Join(", ", Visible(command))}.";

    private static IEnumerable<string> Visible(Command command) => command.Subcommands.Where(one => !one.Hidden).Select(one => one.Name);

    [GeneratedRegex(@"^Required argument '(?<name>[^']*)' missing for command: ", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MissingArgument();

    [GeneratedRegex(@"^Option '(?<name>[^']*)' is required", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MissingOption();

    [GeneratedRegex(@"^Argument '(?<value>.*)' not recognized\. Must be one of:(\s*'(?<word>[^']*)')+\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NotOneOf();

    // The parser names the framework's type, which says nothing to a person at a terminal.
    [GeneratedRegex(@"^Cannot parse argument '(?<value>.*)' for (option|command) '(?<option>[^']*)' as expected type '.*Int(32|64).*'\.?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NotANumber();

    [GeneratedRegex(@"^Cannot parse argument '(?<value>.*)' for (option|command) '(?<option>[^']*)' as expected type '[^']*'\. Did you mean one of the following\?(\s+(?<word>\w+))+\s*$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NotAChoice();
}
