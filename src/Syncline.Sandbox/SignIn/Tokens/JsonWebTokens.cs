using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Syncline.Sandbox.Directory;
using Syncline.Sandbox.SignIn.Discovery;
using Syncline.Sandbox.SignIn.Requests;

namespace Syncline.Sandbox.SignIn.Tokens;

/// <summary>Makes the JWTs: access tokens in Entra's v1.0 shape, as Dataverse gets them, and id tokens in the v2.0 shape.</summary>
internal sealed class JsonWebTokens(SigningKey key, SandboxAddresses addresses, Tenants tenants, Apps apps, GrantStore grants, TimeProvider time)
{
    /// <summary>Entra writes iat and nbf five minutes back, so that clients with a slow clock accept the token.</summary>
    public static readonly TimeSpan ClockAllowance = TimeSpan.FromMinutes(5);

    /// <summary>Microsoft Graph: what a token is for when the request named no resource. It opens nothing on the site.</summary>
    private const string Graph = "00000003-0000-0000-c000-000000000000";

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary><c>iss</c> of Entra's access tokens.</summary>
    public static string AccessTokenIssuer(Guid tenant) => $"https://sts.windows.net/{tenant}/";

    /// <summary>Makes an access token for a person, or for the app itself when <paramref name="user"/> is null.</summary>
    public string AccessToken(SandboxApp app, SandboxUser? user, RequestedScopes scopes, TokenFacts facts)
    {
        var id = NewTokenId();
        grants.AddAccessToken(id, facts.Family, facts.ExpiresAt);
        var tenant = user is null ? tenants.Home : tenants.Of(user);
        var issuer = facts.Shape == EndpointShape.AdFs ? AdFsDiscovery.AccessTokenIssuer(addresses.Site) : AccessTokenIssuer(tenant.Id);
        var objectId = user?.ObjectId ?? Apps.ServicePrincipal(app);
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["appid"] = app.Id.ToString(),
            ["appidacr"] = facts.ByCertificate ? "2" : apps.IsConfidential(app) ? "1" : "0",
            ["idp"] = AccessTokenIssuer(tenant.Id),
            ["oid"] = objectId.ToString(),
            ["sid"] = facts.Family.ToString(),
            ["sub"] = user is null ? objectId.ToString() : Pairwise(user, addresses.Site),
            ["tid"] = tenant.Id.ToString(),
            ["uti"] = id,
            ["ver"] = "1.0",
        };
        if (user is null)
        {
            claims["idtyp"] = "app";
        }
        else
        {
            var (givenName, familyName) = SplitName(user.Name);
            claims["acr"] = "1";
            claims["amr"] = facts.HasMultiFactor ? ["pwd", "mfa"] : new[] { "pwd" };
            claims["family_name"] = familyName;
            claims["given_name"] = givenName;
            claims["name"] = user.Name;
            claims["scp"] = scopes.Resource is null ? string.Join(' ', scopes.Standard) : "user_impersonation";
            claims["unique_name"] = user.UserName;
            claims["upn"] = user.UserName;
        }

        if (facts.Context is not null)
        {
            claims["acrs"] = new[] { facts.Context };
        }

        return Create(issuer, scopes.Resource ?? Graph, claims, facts.ExpiresAt);
    }

    public string IdToken(SandboxApp app, SandboxUser user, RequestedScopes scopes, string? nonce, TokenFacts facts)
    {
        var tenant = tenants.Of(user);
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["sub"] = Pairwise(user, app.Id.ToString()),
            ["tid"] = tenant.Id.ToString(),
            ["uti"] = NewTokenId(),
            ["ver"] = facts.Shape == EndpointShape.Version2 ? "2.0" : "1.0",
        };
        if (facts.Shape != EndpointShape.Version2)
        {
            claims["unique_name"] = user.UserName;
            claims["upn"] = user.UserName;
        }

        if (scopes.Has("profile"))
        {
            claims["name"] = user.Name;
            claims["oid"] = user.ObjectId.ToString();
            claims["preferred_username"] = user.UserName;
        }

        if (scopes.Has("email"))
        {
            claims["email"] = user.UserName;
        }

        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }

        var issuer = facts.Shape switch
        {
            EndpointShape.AdFs => $"{addresses.Site}/{Tenants.AdFs}",
            EndpointShape.Version1 => AccessTokenIssuer(tenant.Id),
            _ => $"{addresses.Site}/{tenant.Id}/v2.0",
        };
        return Create(issuer, app.Id.ToString(), claims, facts.ExpiresAt);
    }

    /// <summary><c>client_info</c>: who signed in, for token caches.</summary>
    public string ClientInfo(SandboxUser user) =>
        Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes($$"""{"uid":"{{user.ObjectId}}","utid":"{{tenants.Of(user).Id}}"}"""));

    private string Create(string issuer, string audience, Dictionary<string, object> claims, DateTimeOffset expiresAt)
    {
        var issued = time.GetUtcNow() - ClockAllowance;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            IssuedAt = issued.UtcDateTime,
            NotBefore = issued.UtcDateTime,
            Expires = expiresAt.UtcDateTime,
            Claims = claims,
            SigningCredentials = key.Credentials,
        });
    }

    private static string NewTokenId() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(16));

    // subject_types_supported is "pairwise": the same person has another subject at each audience.
    private static string Pairwise(SandboxUser user, string audience) =>
        Base64UrlEncoder.Encode(SHA256.HashData(Encoding.UTF8.GetBytes($"{user.ObjectId}|{audience}")));

    private static (string Given, string Family) SplitName(string name) =>
        name.LastIndexOf(' ') is var space and > 0 ? (name[..space], name[(space + 1)..]) : (name, name);
}
