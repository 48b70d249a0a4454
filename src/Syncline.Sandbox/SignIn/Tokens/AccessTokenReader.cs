using System.Globalization;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Syncline.Sandbox.Directory;
using Syncline.Sandbox.SignIn.Discovery;
using Syncline.Sandbox.SignIn.Requests;

namespace Syncline.Sandbox.SignIn.Tokens;

/// <summary>Checks the access tokens of this sandbox: signature, issuer, audience, time, and whether they were taken back.</summary>
internal sealed class AccessTokenReader(
    SigningKey key,
    SandboxAddresses addresses,
    SandboxDirectory directory,
    GrantStore grants,
    Apps apps,
    People people,
    TimeProvider time) : IAccessTokenReader
{
    public SandboxCaller? Read(string accessToken, out string? reason)
    {
        (var caller, reason) = Check(accessToken);
        return caller;
    }

    private (SandboxCaller? Caller, string? Reason) Check(string accessToken)
    {
        JsonWebToken token;
        try
        {
            token = new JsonWebToken(accessToken);
        }
        catch (ArgumentException)
        {
            return (null, "The access token is not a JSON web token.");
        }

        if (token.Alg != SecurityAlgorithms.RsaSha256 || !IsSigned(token))
        {
            return (null, "The signature of the access token is not valid.");
        }

        var now = time.GetUtcNow().UtcDateTime;
        var state = grants.StateOf(token.TryGetPayloadValue<string>("uti", out var id) ? id : "");
        return
            !IsKnown(token.Issuer) ? (null, $"The issuer '{token.Issuer}' of the access token is not known here.")
            : !token.Audiences.Any(audience => RequestedScopes.IsSite(audience, addresses.Site))
                ? (null, $"The audience '{string.Join(", ", token.Audiences)}' of the access token is not {addresses.Site}.")
            : token.ValidFrom > now ? (null, "The access token is not valid yet.")
            : token.ValidTo <= now
                ? (null, string.Create(CultureInfo.InvariantCulture, $"The access token expired at {token.ValidTo:yyyy-MM-dd HH:mm:ss}Z."))
            : state == AccessTokenState.Expired ? (null, "The access token expired.")
            : state == AccessTokenState.Revoked ? (null, "The access token was revoked.")
            : state != AccessTokenState.Valid ? (null, "The access token was not issued for this use.")
            : Identify(token);
    }

    private (SandboxCaller? Caller, string? Reason) Identify(JsonWebToken token)
    {
        var app = apps.Find(token.GetPayloadValue<string>("appid"));
        var objectId = token.GetPayloadValue<string>("oid");
        if (app is null)
        {
            return (null, "The app of the access token is not registered.");
        }

        // The application user's row has the key of its app, since the directory names no other.
        if (token.TryGetPayloadValue<string>("idtyp", out var kind) && kind == "app")
        {
            return (new SandboxCaller(app.Id, app.Id, directory.TenantId, IsApplication: true), null);
        }

        return people.FindByObjectId(objectId) is not { } user
            ? (null, "The person of the access token is not in the directory.")
            : (new SandboxCaller(user.Id, app.Id, directory.TenantId, IsApplication: false), null);
    }

    private bool IsKnown(string issuer) =>
        issuer == JsonWebTokens.AccessTokenIssuer(directory.TenantId) || issuer == AdFsDiscovery.AccessTokenIssuer(addresses.Site);

    private bool IsSigned(JsonWebToken token)
    {
        try
        {
            var signature = Base64UrlEncoder.DecodeBytes(token.EncodedSignature);
            var signed = Encoding.ASCII.GetBytes($"{token.EncodedHeader}.{token.EncodedPayload}");
            return key.Verify(signed, signature);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
