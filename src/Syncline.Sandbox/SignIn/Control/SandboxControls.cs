using System.Collections.Concurrent;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Interaction;
using Syncline.Sandbox.SignIn.Tokens;

namespace Syncline.Sandbox.SignIn.Control;

/// <summary>Trouble on demand for tests and demonstrations; also reachable by <c>POST /_sandbox/control</c>. Safe for concurrent use.</summary>
internal sealed class SandboxControls(GrantStore grants, Sessions sessions, StandingOrders standing)
{
    private readonly ConcurrentQueue<int> _signInFailures = new();
    private readonly ConcurrentQueue<int> _tokenFailures = new();

    /// <summary>Every access token given out so far counts as expired; refresh tokens go on.</summary>
    public void ExpireAccessTokens() => grants.ExpireAccessTokens();

    /// <summary>Refresh tokens (and codes) stop working: AADSTS50173.</summary>
    /// <param name="userName">Whose; null means everybody's.</param>
    public void RevokeRefreshTokens(string? userName) => grants.RevokeGrants(userName, withAccessTokens: false);

    /// <summary>As after a disabled account: refresh tokens and access tokens stop working.</summary>
    /// <param name="userName">Whose; null means everybody's.</param>
    public void RevokeEverything(string? userName) => grants.RevokeGrants(userName, withAccessTokens: true);

    /// <summary>The next person who picks an account is refused with that AADSTS number, by redirect to the app.</summary>
    public void FailNextSignIn(int code) => _signInFailures.Enqueue(code);

    /// <summary>The next request to the token endpoint is refused with that AADSTS number.</summary>
    public void FailNextTokenRequest(int code) => _tokenFailures.Enqueue(code);

    /// <summary>Orders that hold until they are taken back.</summary>
    public StandingOrders Standing => standing;

    /// <summary>Browsers are signed out, and consent is asked again.</summary>
    public void ForgetPeople()
    {
        sessions.SignEverybodyOut();
        sessions.ForgetConsents();
    }

    internal EntraError? TakeSignInFailure() => _signInFailures.TryDequeue(out var code) ? OrderedErrors.Get(code) : null;

    internal EntraError? TakeTokenFailure() => _tokenFailures.TryDequeue(out var code) ? OrderedErrors.Get(code) : null;
}
