using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Syncline.OAuth.Loopback;
using Syncline.OAuth.Settings;

namespace Syncline.OAuth.RemoteSignIn;

/// <summary>
/// What a waiting sign-in asks another machine for: to open this page, and to send the answer back encrypted to this key. It holds no secret:
/// the page's address is what a browser shows, the code verifier and the client's credential stay where they are.
/// </summary>
/// <param name="Page">The authorization request (RFC 6749 section 4.1.1) with state and code challenge.</param>
/// <param name="Redirect">The redirect as it is registered; where it names no port, the other machine takes a free one of its own.</param>
/// <param name="System">What the person signs in to, for screens.</param>
/// <param name="Connection">Name of the connection, for screens.</param>
/// <param name="ExpiresAt">When the waiting ends.</param>
/// <param name="PublicKey">One-time public key of the waiting side.</param>
internal sealed partial record RemoteRequest(Uri Page, RedirectAddress Redirect, string System, string Connection, DateTimeOffset ExpiresAt, byte[] PublicKey)
{
    /// <summary>How every request begins; the digit is the version of the format.</summary>
    public const string Prefix = "syncline-request-1.";

    // Shorter by a twelfth than with the web's escapes, and a person may have to select it in a terminal.
    private static readonly RequestFormat Compact = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private const int MaxLength = 16 * 1024;
    private const int MaxName = 200;

    /// <summary>The request as one word of a command line: letters, digits, hyphen, underscore and dot only.</summary>
    public string ToText() => Prefix + Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(
        new Body(Page.AbsoluteUri, Redirect.Registered, System, Connection, ExpiresAt.ToUnixTimeSeconds(), Base64Url.EncodeToString(PublicKey)),
        Compact.Body));

    /// <summary>Reads a request; null when the text is none, or asks for something that no waiting sign-in of ours asks for.</summary>
    public static RemoteRequest? Parse(string text)
    {
        if (text.Length > MaxLength || !text.StartsWith(Prefix, StringComparison.Ordinal) || !Base64Url.IsValid(text.AsSpan(Prefix.Length)))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(Base64Url.DecodeFromChars(text.AsSpan(Prefix.Length)), RequestFormat.Default.Body) is { } body ? Read(body) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The page for another redirect of this machine.</summary>
    public Uri PageFor(string redirectUri) => new UriBuilder(Page)
    {
        Query = FormEncoding.Format(Parameters().Select(pair => pair.Key == "redirect_uri" ? KeyValuePair.Create(pair.Key, redirectUri) : pair)),
    }.Uri;

    /// <summary>A parameter of the authorization request; null unless it is there exactly once.</summary>
    public string? Parameter(string name) =>
        Parameters().Where(pair => pair.Key == name).Select(pair => pair.Value).Take(2).ToArray() is [var value] ? value : null;

    private IReadOnlyList<KeyValuePair<string, string>> Parameters() => FormEncoding.Parse(Page.Query.TrimStart('?'));

    private static RemoteRequest? Read(Body body)
    {
        if (!Uri.TryCreate(body.Page, UriKind.Absolute, out var page)
            || !(page.Scheme == Uri.UriSchemeHttps || (page.Scheme == Uri.UriSchemeHttp && page.IsLoopback)) || page.UserInfo.Length > 0
            || RedirectAddress.Parse(body.Redirect ?? string.Empty).Redirect is not { } redirect
            || body.Key is null || !Base64Url.IsValid(body.Key)
            || body.Expires is < 0 or > 253_402_300_799)
        {
            return null;
        }

        var request = new RemoteRequest(
            page, redirect, Shown(body.System) ?? page.Host, Shown(body.Connection) ?? page.Host, DateTimeOffset.FromUnixTimeSeconds(body.Expires),
            Base64Url.DecodeFromChars(body.Key));
        return request.PublicKey.Length == Hpke.PublicKeyBytes && request.IsCodeRequest() ? request : null;
    }

    /// <summary>Only a code that is bound to a verifier on the waiting side may be asked for: it is of no use to whoever else gets it.</summary>
    private bool IsCodeRequest() =>
        Parameter("response_type") == "code" && Parameter("code_challenge_method") == "S256" && Parameter("code_challenge") is { Length: 43 }
        && Parameter("state") is { Length: > 0 } && Parameter("client_id") is { Length: > 0 } && Parameter("redirect_uri") is not null;

    // It comes from elsewhere and goes to a terminal.
    private static string? Shown(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : string.Concat(text.Where(c => !char.IsControl(c)).Take(MaxName));

    internal sealed record Body(string? Page, string? Redirect, string? System, string? Connection, long Expires, string? Key);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Body))]
    private sealed partial class RequestFormat : JsonSerializerContext;
}
