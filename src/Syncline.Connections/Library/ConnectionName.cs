using Syncline.Core.Errors;

namespace Syncline.Connections.Library;

/// <summary>
/// The rule for names of saved connections. A name is also a file name, so it must work on every platform and mean one connection only:
/// names that differ only in case are the same name.
/// </summary>
public static class ConnectionName
{
    /// <summary>Most characters in a name.</summary>
    public const int MaxLength = 64;

    /// <summary>Why a name is not allowed, in words that follow "it"; null when it is allowed.</summary>
    public static string? Problem(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return "is empty";
        }

        if (name.Length > MaxLength)
        {
            return $"has more than {MaxLength} characters";
        }

        foreach (var character in name.Where(character => !IsAllowed(character)))
        {
            return char.IsControl(character) || char.IsSurrogate(character) ? "has a character that is not allowed" : $"has a '{character}'";
        }

        if (!char.IsAsciiLetterOrDigit(name[0]))
        {
            return $"begins with '{name[0]}'";
        }

        if (name[^1] == '.')
        {
            return "ends with a dot";
        }

        return IsReserved(name.Split('.')[0]) ? "is reserved by Windows" : null;
    }

    /// <summary>Refuses a name that is not allowed.</summary>
    /// <exception cref="ConfigurationException">The name is not allowed.</exception>
    public static void Require(string? name)
    {
        if (Problem(name) is { } problem)
        {
            throw new ConfigurationException(LibraryErrors.NameNotAllowed(name ?? "", problem));
        }
    }

    /// <summary>The form by which names are compared and files are named.</summary>
    internal static string Canonical(string name) => name.ToLowerInvariant();

    private static bool IsAllowed(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.';

    private static bool IsReserved(string stem)
    {
        var upper = stem.ToUpperInvariant();
        return upper is "CON" or "PRN" or "AUX" or "NUL"
            || (upper.Length == 4 && (upper[..3] is "COM" or "LPT") && upper[3] is >= '1' and <= '9');
    }
}
