using System.Text.RegularExpressions;

namespace Syncline.Studio.Controls;

/// <summary>
/// Advice without the command to type at its end (<c>Sign in again: syncline connection authorize contoso</c>): errors are worded for both, and here
/// a button or a field stands beside it.
/// </summary>
internal static partial class AdviceText
{
    /// <summary>The advice as a page shows it.</summary>
    public static string Of(string advice) => Command().Replace(advice, ".");

    [GeneratedRegex(@":\s*syncline [a-z][^\n]*?(?=\. [A-Z]|\.?$)\.?", RegexOptions.CultureInvariant | RegexOptions.Multiline, 1000)]
    private static partial Regex Command();
}
