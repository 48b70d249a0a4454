using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Syncline.Sandbox.SignIn.Tokens;

/// <summary>Codes, refresh tokens and access tokens of one sandbox, in memory. Safe for concurrent use.</summary>
internal sealed class GrantStore(TimeProvider time)
{
    private const int PruneEvery = 256;

    private readonly ConcurrentDictionary<string, Grant> _grants = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IssuedAccessToken> _accessTokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, bool> _revokedFamilies = new();
    private int _added;

    /// <summary>Keeps a grant and returns the opaque handle that stands for it on the wire.</summary>
    public string Add(string prefix, Grant grant)
    {
        PruneNowAndThen();
        var handle = prefix + Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(48));
        _grants[handle] = grant;
        return handle;
    }

    public Grant? Find(string handle) => _grants.GetValueOrDefault(handle);

    public void AddAccessToken(string id, Guid family, DateTimeOffset expiresAt) => _accessTokens[id] = new IssuedAccessToken(family, expiresAt);

    /// <summary>Whether the access token with that <c>uti</c> was given out by this sandbox and neither revoked nor made to expire.</summary>
    public AccessTokenState StateOf(string id) =>
        !_accessTokens.TryGetValue(id, out var token) ? AccessTokenState.Unknown
        : token.IsExpired ? AccessTokenState.Expired
        : IsRevoked(token.Family) ? AccessTokenState.Revoked
        : AccessTokenState.Valid;

    public bool IsRevoked(Guid family) => _revokedFamilies.ContainsKey(family);

    public void RevokeFamily(Guid family) => _revokedFamilies[family] = true;

    /// <summary>Lets every access token given out so far count as expired.</summary>
    public void ExpireAccessTokens()
    {
        foreach (var (id, token) in _accessTokens)
        {
            _accessTokens[id] = token with { IsExpired = true };
        }
    }

    /// <summary>Revokes the codes and refresh tokens of a person, or of all when <paramref name="userName"/> is null.</summary>
    /// <param name="userName">Sign-in name.</param>
    /// <param name="withAccessTokens">Whether the access tokens from the same sign-ins end too.</param>
    public void RevokeGrants(string? userName, bool withAccessTokens)
    {
        if (userName is null && withAccessTokens)
        {
            // Those of apps that act for themselves stem from no code or refresh token.
            foreach (var token in _accessTokens.Values)
            {
                RevokeFamily(token.Family);
            }
        }

        foreach (var grant in _grants.Values)
        {
            if (userName is null || grant.UserName.Equals(userName, StringComparison.OrdinalIgnoreCase))
            {
                grant.Revoke();
                if (withAccessTokens)
                {
                    RevokeFamily(grant.Family);
                }
            }
        }
    }

    private void PruneNowAndThen()
    {
        if (Interlocked.Increment(ref _added) % PruneEvery != 0)
        {
            return;
        }

        // A day's grace keeps "expired" and "already redeemed" apart from "never heard of" for as long as anybody will ask.
        var before = time.GetUtcNow() - TimeSpan.FromDays(1);
        foreach (var (handle, grant) in _grants)
        {
            if (grant.ExpiresAt < before)
            {
                _grants.TryRemove(handle, out _);
            }
        }

        foreach (var (id, token) in _accessTokens)
        {
            if (token.ExpiresAt < before)
            {
                _accessTokens.TryRemove(id, out _);
            }
        }
    }

    private sealed record IssuedAccessToken(Guid Family, DateTimeOffset ExpiresAt, bool IsExpired = false);
}
