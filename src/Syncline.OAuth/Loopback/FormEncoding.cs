using System.Net;

namespace Syncline.OAuth.Loopback;

/// <summary>Reads <c>application/x-www-form-urlencoded</c> text: a query or a form.</summary>
internal static class FormEncoding
{
    /// <summary>Pairs in the order given; repeated names are kept, so that they can be refused.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(string text) =>
    [
        .. text.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair =>
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            return equals < 0
                ? KeyValuePair.Create(WebUtility.UrlDecode(pair), string.Empty)
                : KeyValuePair.Create(WebUtility.UrlDecode(pair[..equals]), WebUtility.UrlDecode(pair[(equals + 1)..]));
        }),
    ];

    /// <summary>The pairs as a query or form, names and values percent-encoded.</summary>
    public static string Format(IEnumerable<KeyValuePair<string, string>> pairs) =>
        string.Join('&', pairs.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
}
