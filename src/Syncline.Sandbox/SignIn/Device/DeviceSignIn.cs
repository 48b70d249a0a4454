using System.Security.Claims;
using Syncline.Sandbox.Directory;
using Syncline.Sandbox.SignIn.Tokens;

namespace Syncline.Sandbox.SignIn.Device;

/// <summary>A device that waits for a person to enter its user code in a browser (RFC 8628).</summary>
/// <param name="UserCode">What the person types.</param>
/// <param name="App">The asking app.</param>
/// <param name="Scope">The asked <c>scope</c>.</param>
/// <param name="Shape">The dialect of the endpoint where the device asked.</param>
/// <param name="IssuedAt">When the codes were given out.</param>
/// <param name="ExpiresAt">When they stop working.</param>
internal sealed record DeviceSignIn(string UserCode, SandboxApp App, string Scope, EndpointShape Shape, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt)
{
    private readonly Lock _gate = new();
    private TimeSpan _interval = DeviceSignIns.Interval;
    private DateTimeOffset? _lastPoll;

    /// <summary>What OpenIddict needs back; it carries no person yet.</summary>
    public ClaimsPrincipal? Principal { get; set; }

    /// <summary>Set once a person has signed in and consented.</summary>
    public Grant? Grant { get; private set; }

    public bool IsDeclined { get; private set; }

    /// <summary>The person agreed: the next poll gets tokens for them. The first answer stands.</summary>
    public void Approve(ClaimsPrincipal person, string userName)
    {
        // The person's claims, and from the device's those that OpenIddict wrote into it: kind of token, app, dates.
        var principal = person.Clone();
        var identity = (ClaimsIdentity)principal.Identity!;
        identity.AddClaims(Principal!.Claims.Where(claim => !person.HasClaim(own => own.Type == claim.Type)).Select(claim => claim.Clone()));
        lock (_gate)
        {
            if (!IsDeclined)
            {
                Grant ??= new Grant(Guid.Parse(person.FindFirst(SandboxClaims.Family)!.Value), principal, userName, IssuedAt, ExpiresAt);
            }
        }
    }

    /// <summary>The person refused; an approval that came before stands.</summary>
    public void Decline()
    {
        lock (_gate)
        {
            IsDeclined = Grant is null;
        }
    }

    /// <summary>Notes a poll; false when it came too soon, which makes the interval five seconds longer (RFC 8628 section 3.5).</summary>
    public bool Poll(DateTimeOffset now)
    {
        lock (_gate)
        {
            // A second's grace: the client counts from the answer, we from the request.
            var tooSoon = _lastPoll is { } last && now - last < _interval - TimeSpan.FromSeconds(1);
            _lastPoll = now;
            if (tooSoon)
            {
                _interval += TimeSpan.FromSeconds(5);
            }

            return !tooSoon;
        }
    }
}
