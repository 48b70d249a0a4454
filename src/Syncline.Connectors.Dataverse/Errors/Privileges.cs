using System.Text.RegularExpressions;

namespace Syncline.Connectors.Dataverse.Errors;

/// <summary>Says which privilege is missing, from the server's text.</summary>
internal static partial class Privileges
{
    /// <summary>
    /// What to ask an administrator for. The server writes
    /// <c>Principal user (Id=…, …) is missing prvReadAccount privilege (Id=…) on OTC=1 …</c>.
    /// </summary>
    public static string Advise(string? serverText)
    {
        var match = Missing().Match(serverText ?? string.Empty);
        return match.Success
            ? $"Ask an administrator to add the privilege {match.Groups["name"].Value} ({match.Groups["action"].Value} on {match.Groups["table"].Value}) "
                + "to a security role of the user."
            : "Ask an administrator for a security role that allows it, for these rows too (access level).";
    }

    [GeneratedRegex(@"missing (?<name>prv(?<action>Create|Read|Write|Delete|AppendTo|Append|Assign|Share)?(?<table>\w+)) privilege", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Missing();
}
