using System.Collections.Concurrent;
using Syncline.Sandbox.Directory;
using Syncline.Sandbox.SignIn.Errors;

namespace Syncline.Sandbox.SignIn.Control;

/// <summary>
/// Orders that hold until they are taken back: who is refused, by the sign-in service or by the site, and from whom more is demanded.
/// People go by sign-in name, apps by client id. Safe for concurrent use.
/// </summary>
internal sealed class StandingOrders
{
    /// <summary>Stands for every person.</summary>
    public const string Everybody = "*";

    private readonly ConcurrentDictionary<string, int> _refusals = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Trouble> _onSite = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _claimsDemanded = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _siteChallenges = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Refuses a person (sign-in and refresh) or an app (every request) with an AADSTS number; 0 takes it back.</summary>
    public void Refuse(string userOrApp, int code)
    {
        if (code == 0)
        {
            _refusals.TryRemove(userOrApp, out _);
        }
        else
        {
            _refusals[userOrApp] = code;
        }
    }

    /// <summary>Lets the site refuse a person or an app; null takes it back.</summary>
    public void RefuseOnSite(string userOrApp, Trouble? trouble)
    {
        if (trouble is { } kind)
        {
            _onSite[userOrApp] = kind;
        }
        else
        {
            _onSite.TryRemove(userOrApp, out _);
        }
    }

    /// <summary>Refuses to refresh for a person until they have signed in with a second factor; false takes it back.</summary>
    public void DemandClaims(string user, bool on) => Set(_claimsDemanded, user, on);

    /// <summary>Lets the site answer a person's tokens with a claims challenge until they carry the claim; false takes it back.</summary>
    public void ChallengeOnSite(string user, bool on) => Set(_siteChallenges, user, on);

    /// <summary>Takes every order back.</summary>
    public void Clear()
    {
        _refusals.Clear();
        _onSite.Clear();
        _claimsDemanded.Clear();
        _siteChallenges.Clear();
    }

    public EntraError? RefusalOf(string userName) => _refusals.TryGetValue(userName, out var code) ? OrderedErrors.Get(code) : null;

    public EntraError? RefusalOf(SandboxApp app) => RefusalOf(app.Id.ToString());

    public bool DemandsClaims(string userName) => Holds(_claimsDemanded, userName);

    public bool ChallengesOnSite(string userName) => Holds(_siteChallenges, userName);

    public Trouble? OnSite(string userOrApp) => _onSite.TryGetValue(userOrApp, out var trouble) ? trouble : null;

    /// <summary>Whether the site has to look at callers at all.</summary>
    public bool ConcernSite => !_onSite.IsEmpty || !_siteChallenges.IsEmpty;

    private static void Set(ConcurrentDictionary<string, bool> orders, string user, bool on)
    {
        if (on)
        {
            orders[user] = true;
        }
        else
        {
            orders.TryRemove(user, out _);
        }
    }

    private static bool Holds(ConcurrentDictionary<string, bool> orders, string user) => orders.ContainsKey(user) || orders.ContainsKey(Everybody);
}
