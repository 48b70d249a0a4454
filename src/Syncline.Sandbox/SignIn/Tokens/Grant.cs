using System.Security.Claims;

namespace Syncline.Sandbox.SignIn.Tokens;

/// <summary>An authorization code or refresh token that was given out.</summary>
/// <param name="Family">The sign-in that it stems from; everything from one sign-in can be revoked together (RFC 6749 section 4.1.2).</param>
/// <param name="Principal">What OpenIddict needs back when the grant is presented.</param>
/// <param name="UserName">Sign-in name of the person.</param>
/// <param name="IssuedAt">When it was given out.</param>
/// <param name="ExpiresAt">When it stops working.</param>
internal sealed record Grant(Guid Family, ClaimsPrincipal Principal, string UserName, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt)
{
    private int _redeemed;
    private int _revoked;

    /// <summary>Whether an administrator took the grant back.</summary>
    public bool IsRevoked => Volatile.Read(ref _revoked) != 0;

    /// <summary>Whether the code was exchanged, or the refresh token rotated away.</summary>
    public bool IsRedeemed => Volatile.Read(ref _redeemed) != 0;

    /// <summary>Takes the grant; true for exactly one caller.</summary>
    public bool TryRedeem() => Interlocked.Exchange(ref _redeemed, 1) == 0;

    public void Revoke() => Volatile.Write(ref _revoked, 1);
}
