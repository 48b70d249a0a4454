using System.Text;

namespace Syncline.Workspace.Apps;

/// <summary>Writes commands for one shell, every value quoted. Lines end in LF.</summary>
internal sealed class ShellWriter(ScriptShell shell)
{
    private readonly StringBuilder script = new();

    private bool IsBash => shell == ScriptShell.Bash;

    /// <summary>A value that a variable of the script holds.</summary>
    public static string Variable(string name) => "$" + name;

    /// <summary>The first lines: stop at the first failure.</summary>
    public ShellWriter Begin()
    {
        script.Append(IsBash ? "#!/bin/sh\nset -eu\n" : "$ErrorActionPreference = 'Stop'\n");
        return this;
    }

    /// <summary>A comment of one or more lines, after a blank line.</summary>
    public ShellWriter Say(params string[] lines)
    {
        script.Append('\n').AppendJoin(string.Empty, lines.Select(line => $"# {line}\n"));
        return this;
    }

    /// <summary>Runs a command.</summary>
    public ShellWriter Run(params string[] words)
    {
        script.Append(Command(words)).Append('\n');
        return StopIfFailed();
    }

    /// <summary>Keeps what a command prints in a variable.</summary>
    public ShellWriter Keep(string variable, params string[] words)
    {
        script.Append(IsBash ? $"{variable}=$({Command(words)})\n" : $"${variable} = {Command(words)}\n");
        return StopIfFailed();
    }

    /// <summary>
    /// Writes what a command prints to a file instead of showing it. With sh only the user can read it; in PowerShell it has the permissions of its folder.
    /// </summary>
    public ShellWriter KeepInFile(string file, params string[] words)
    {
        script.Append(IsBash
            ? $"( umask 077 && {Command(words)} > {Quote(file)} )\n"
            : $"{Command(words)} | Set-Content -NoNewline -Encoding ascii -LiteralPath {Quote(file)}\n");
        return StopIfFailed();
    }

    /// <summary>Shows a line to whoever runs the script.</summary>
    public ShellWriter Show(string text, params string[] variables)
    {
        script.Append(IsBash
            ? $"printf '%s\\n' {string.Join(' ', variables.Select(Quote).Prepend(Quote(text)))}\n"
            : $"Write-Host {string.Join(' ', variables.Select(Quote).Prepend(Quote(text)))}\n");
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => script.ToString();

    // sh does so by itself (set -e); PowerShell before 7.4 goes on after a program that failed.
    private ShellWriter StopIfFailed()
    {
        script.Append(IsBash ? string.Empty : "if ($LASTEXITCODE) { throw 'The command above failed, so nothing further was done.' }\n");
        return this;
    }

    private string Command(string[] words) => string.Join(' ', words.Select((word, index) => index == 0 || IsPlain(word) ? word : Quote(word)));

    // A variable stands alone in double quotes; everything else in single ones, in which neither shell sees anything but the end.
    private string Quote(string word) =>
        word is ['$', .. var name] && name.All(char.IsAsciiLetter) ? $"\"{word}\""
        : IsBash ? $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'"
        : $"'{word.Replace("'", "''", StringComparison.Ordinal)}'";

    private static bool IsPlain(string word) => word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
