using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Syncline.Core.Errors;
using Syncline.OAuth.Errors;
using Syncline.OAuth.Loopback;
using Syncline.OAuth.Settings;
using Syncline.OAuth.TokenEndpoint;

namespace Syncline.OAuth.AuthorizationCode;

/// <summary>One sign-in: its state and code verifier, each 256 random bits, good for one answer. Not safe for concurrent use.</summary>
internal sealed class AuthorizationAttempt
{
    private static readonly string[] OwnParameters =
    [
        "response_type", "client_id", "redirect_uri", "scope", "resource", "state", "code_challenge", "code_challenge_method",
        "claims", "login_hint", "prompt",
    ];

    private readonly OAuthClient client;
    private readonly string redirectUri;
    private string? state;
    private string? verifier;

    public AuthorizationAttempt(OAuthClient client, string redirectUri, SignInHints hints)
    {
        this.client = client;
        this.redirectUri = redirectUri;
        state = Random256();
        verifier = Random256();
        SignInPage = Page(hints);
    }

    /// <summary>The authorization request (RFC 6749 section 4.1.1 with RFC 7636 section 4.3).</summary>
    public Uri SignInPage { get; }

    /// <summary>
    /// Checks an answer as RFC 6749 section 4.1.2, RFC 9207 section 2.4 and RFC 9700 section 4.7 ask, state first: nothing else of an
    /// answer with a wrong state is looked at. Whatever comes out, this attempt takes no second answer.
    /// </summary>
    /// <exception cref="SignInException">The answer is not ours, is not whole, or says no.</exception>
    public (string Code, string Verifier) Accept(IReadOnlyList<KeyValuePair<string, string>> answer)
    {
        var (expected, codeVerifier) = (state, verifier);
        (state, verifier) = (null, null);
        if (expected is null || codeVerifier is null)
        {
            throw new InvalidOperationException("This sign-in has already taken an answer.");
        }

        RequireState(answer, expected);
        var issuer = Single(answer, "iss");
        if (client.ExpectedIssuer is { } expectedIssuer && issuer != expectedIssuer)
        {
            throw Wrong(OAuthErrorId.WrongIssuer,
                issuer is null
                    ? "The answer does not say which server issued it, though this server promises to, so it was not used."
                    : "The answer comes from another sign-in server than the one asked, so it was not used.",
                "Check that the Authorization URL and the Token URL belong to the same server, then start again.");
        }

        if (Single(answer, "error") is { } error)
        {
            throw EntraErrors.Describe(ServerRefusal.OfRedirect(error, Single(answer, "error_description"), Single(answer, "error_subcode")), client);
        }

        return Single(answer, "code") is { Length: > 0 } code
            ? (code, codeVerifier)
            : throw Wrong(OAuthErrorId.NoCode, "The sign-in server sent the browser back without a code.",
                "Check that the Authorization URL is the authorization endpoint of the server (…/oauth2/v2.0/authorize), then start again.");
    }

    /// <summary>
    /// Checks the state alone and leaves this attempt as it is: for an answer that a person pasted, who may have taken that of an earlier sign-in.
    /// </summary>
    /// <exception cref="SignInException">It is not the answer to this sign-in.</exception>
    public void RequireState(IReadOnlyList<KeyValuePair<string, string>> answer) =>
        RequireState(answer, state ?? throw new InvalidOperationException("This sign-in has already taken an answer."));

    /// <summary>Never the state or verifier.</summary>
    public override string ToString() => $"sign-in of {client.ConnectionName}";

    private Uri Page(SignInHints hints)
    {
        var endpoint = client.AuthorizationEndpoint!;
        var parameters = FormEncoding.Parse(endpoint.Query.TrimStart('?')).Where(pair => !OwnParameters.Contains(pair.Key, StringComparer.Ordinal)).ToList();
        Add("response_type", "code");
        Add("client_id", client.ClientId);
        Add("redirect_uri", redirectUri);
        Add("scope", client.Scope);
        Add("resource", client.Resource);
        Add("state", state);
        Add("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier!))));
        Add("code_challenge_method", "S256");
        Add("claims", hints.Claims);
        Add("login_hint", hints.LoginHint);
        Add("prompt", hints.Prompt);
        return new UriBuilder(endpoint) { Query = FormEncoding.Format(parameters) }.Uri;

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                parameters.Add(KeyValuePair.Create(name, value));
            }
        }
    }

    private static void RequireState(IReadOnlyList<KeyValuePair<string, string>> answer, string expected)
    {
        var received = Single(answer, "state") ?? string.Empty;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(received), Encoding.ASCII.GetBytes(expected)))
        {
            throw Wrong(OAuthErrorId.WrongState, "The answer that came back does not belong to this sign-in (its state is another), so it was not used.",
                "Close other sign-in windows and start again; if it goes on, some program or page is interfering.");
        }
    }

    private static string? Single(IReadOnlyList<KeyValuePair<string, string>> answer, string name)
    {
        var found = answer.Where(pair => pair.Key == name).Take(2).ToArray();
        return found.Length < 2
            ? found.Length == 0 ? null : found[0].Value
            : throw Wrong(OAuthErrorId.RepeatedParameter, $"The answer that came back has '{name}' more than once, so it was not used.",
                "Start the sign-in again; if it goes on, some program or page is interfering.");
    }

    private static SignInException Wrong(string id, string message, string advice) =>
        new(new ErrorDetail { Id = id, Phase = ErrorPhase.SignIn, Message = message, Advice = advice, Recovery = Recovery.SignInAgain });

    private static string Random256() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
