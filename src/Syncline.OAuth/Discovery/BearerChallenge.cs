using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Syncline.OAuth.Discovery;

/// <summary>
/// The parameters of a <c>WWW-Authenticate: Bearer …</c> challenge (RFC 6750 section 3). Names are compared without regard to case.
/// Immutable.
/// </summary>
/// <remarks>
/// Read leniently: Dynamics 365 writes addresses without the quotes that RFC 9110 section 11.2 asks for
/// (<c>Bearer authorization_uri=https://…/authorize, resource_id=https://…/</c>), which no strict parser takes.
/// </remarks>
public sealed partial class BearerChallenge
{
    private const int MaxLength = 32 * 1024;

    private readonly Dictionary<string, string> parameters;

    private BearerChallenge(Dictionary<string, string> parameters) => this.parameters = parameters;

    /// <summary>A parameter's value; null when the challenge has none of this name.</summary>
    public string? this[string name] => parameters.GetValueOrDefault(name);

    /// <summary>Every Bearer challenge of an answer, in its order; empty when there is none.</summary>
    public static IReadOnlyList<BearerChallenge> Of(HttpResponseHeaders headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        return headers.NonValidated.TryGetValues("WWW-Authenticate", out var values)
            ? [.. values.Where(value => value.Length <= MaxLength).Select(Parse).OfType<BearerChallenge>()]
            : [];
    }

    /// <summary>One challenge; null when it is not for Bearer tokens.</summary>
    internal static BearerChallenge? Parse(string challenge)
    {
        var start = Scheme().Match(challenge);
        if (!start.Success)
        {
            return null;
        }

        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var match in Parameter().Matches(challenge, start.Index + start.Length).Cast<Match>())
        {
            // The first of a name counts: what a proxy appends does not change what the server said.
            found.TryAdd(
                match.Groups["name"].Value,
                match.Groups["quoted"].Success ? Escaped().Replace(match.Groups["quoted"].Value, "${character}") : match.Groups["plain"].Value);
        }

        return new BearerChallenge(found);
    }

    [GeneratedRegex(@"(?:^|,)\s*Bearer(?=\s|$)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"(?<name>[A-Za-z0-9_.\-]+)\s*=\s*(?:""(?<quoted>(?:[^""\\]|\\.)*)""|(?<plain>[^\s,""]*))", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\\(?<character>.)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Escaped();
}
