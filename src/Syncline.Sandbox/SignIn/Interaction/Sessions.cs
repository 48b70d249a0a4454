using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Syncline.Sandbox.SignIn.Tokens;

namespace Syncline.Sandbox.SignIn.Interaction;

/// <summary>
/// Who is signed in in which browser, and what they consented to. Cookies carry the port in their names, because browsers share
/// cookies between the ports of a host and two sandboxes must not sign each other out. Safe for concurrent use.
/// </summary>
internal sealed class Sessions(SandboxAddresses addresses)
{
    private readonly string _sessionCookie = $"ESTSAUTH-{new Uri(addresses.Site).Port}";
    private readonly string _browserCookie = $"esctx-{new Uri(addresses.Site).Port}";
    private readonly ConcurrentDictionary<string, ImmutableList<string>> _signedIn = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string UserName, Guid App), bool> _consents = new();
    private readonly ConcurrentDictionary<Guid, bool> _adminConsents = new();
    private readonly ConcurrentDictionary<string, bool> _verified = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Sign-in names of those signed in in this browser, latest first.</summary>
    public IReadOnlyList<string> SignedIn(HttpContext context) =>
        context.Request.Cookies.TryGetValue(_sessionCookie, out var id) && _signedIn.TryGetValue(id, out var users) ? users : [];

    public void SignIn(HttpContext context, string userName)
    {
        // A new id at each sign-in, so that an id planted before it is worth nothing.
        var users = SignedIn(context).Where(user => !user.Equals(userName, StringComparison.OrdinalIgnoreCase));
        SignOut(context);
        var id = OpaqueValue.New();
        _signedIn[id] = [userName, .. users];
        Append(context, _sessionCookie, id);
    }

    public void SignOut(HttpContext context)
    {
        if (context.Request.Cookies.TryGetValue(_sessionCookie, out var id))
        {
            _signedIn.TryRemove(id, out _);
            context.Response.Cookies.Delete(_sessionCookie);
        }
    }

    public void SignEverybodyOut() => _signedIn.Clear();

    /// <summary>Names this browser, to hold forms and pending requests together.</summary>
    public string Browser(HttpContext context)
    {
        if (BrowserOrNull(context) is { } known)
        {
            return known;
        }

        var id = OpaqueValue.New();
        Append(context, _browserCookie, id);
        return id;
    }

    public string? BrowserOrNull(HttpContext context) => context.Request.Cookies[_browserCookie];

    public bool HasConsented(string userName, Guid app) => IsConsentedForAll(app) || _consents.ContainsKey((userName.ToUpperInvariant(), app));

    public void RememberConsent(string userName, Guid app) => _consents[(userName.ToUpperInvariant(), app)] = true;

    /// <summary>Whether the person gave a second factor since they were last forgotten.</summary>
    public bool HasVerified(string userName) => _verified.ContainsKey(userName);

    public void RememberVerified(string userName) => _verified[userName] = true;

    /// <summary>Whether an administrator consented to the app for everybody.</summary>
    public bool IsConsentedForAll(Guid app) => _adminConsents.ContainsKey(app);

    public void ConsentForAll(Guid app) => _adminConsents[app] = true;

    /// <summary>Consents, given by people and by administrators, and second factors.</summary>
    public void ForgetConsents()
    {
        _consents.Clear();
        _adminConsents.Clear();
        _verified.Clear();
    }

    private static void Append(HttpContext context, string name, string value) => context.Response.Cookies.Append(name, value, new CookieOptions
    {
        HttpOnly = true,
        IsEssential = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        Path = "/",
    });
}
