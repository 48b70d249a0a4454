using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Syncline.Sandbox.Directory;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Requests;

namespace Syncline.Sandbox.SignIn.Token;

/// <summary>
/// Checks <c>client_assertion</c> (RFC 7523, <c>private_key_jwt</c>) as Entra does
/// (learn.microsoft.com/entra/identity-platform/certificate-credentials): RS256 or PS256, the certificate named by <c>x5t#S256</c> or <c>x5t</c>.
/// </summary>
internal sealed class ClientAssertions(Apps apps, SandboxAddresses addresses, Tenants tenants, TimeProvider time)
{
    public const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>Entra allows five minutes between clocks.</summary>
    private static readonly TimeSpan ClockAllowance = TimeSpan.FromMinutes(5);

    /// <returns>Null when the app has proved who it is.</returns>
    public EntraError? Check(SandboxApp app, string assertion, string? assertionType)
    {
        if (string.IsNullOrEmpty(assertionType))
        {
            return EntraErrors.MissingParameter("client_assertion_type");
        }

        if (assertionType != AssertionType)
        {
            return EntraErrors.AssertionTypeUnknown(assertionType);
        }

        JsonWebToken token;
        try
        {
            token = new JsonWebToken(assertion);
        }
        catch (ArgumentException)
        {
            return EntraErrors.AssertionMalformed("The token is not a JSON web token.");
        }

        return CheckSignature(app, token) ?? CheckClaims(app, token);
    }

    private EntraError? CheckSignature(SandboxApp app, JsonWebToken token)
    {
        var padding = token.Alg switch
        {
            SecurityAlgorithms.RsaSha256 => RSASignaturePadding.Pkcs1,
            SecurityAlgorithms.RsaSsaPssSha256 => RSASignaturePadding.Pss,
            _ => null,
        };
        if (padding is null)
        {
            return EntraErrors.AssertionMalformed($"The algorithm '{token.Alg}' is not supported; use PS256 or RS256.");
        }

        var hasSha256 = token.TryGetHeaderValue<string>("x5t#S256", out var sha256);
        var hasSha1 = token.TryGetHeaderValue<string>("x5t", out var sha1);
        if (!hasSha256 && !hasSha1)
        {
            return EntraErrors.AssertionMalformed("No certificate thumbprint specified in token header.");
        }

        var certificate = apps.Certificates(app).FirstOrDefault(known =>
            hasSha256 ? Encode(known.GetCertHash(HashAlgorithmName.SHA256)) == sha256 : Encode(known.GetCertHash(HashAlgorithmName.SHA1)) == sha1);
        var named = (hasSha256 ? sha256 : sha1) ?? "";
        return
            certificate is null ? EntraErrors.CertificateNotRegistered("The key was not found.", Hex(named), app.Id)
            : !IsSigned(token, certificate, padding)
                ? EntraErrors.CertificateNotRegistered("The key was found, but use of the key to verify the signature failed.", Hex(named), app.Id)
            : null;
    }

    private EntraError? CheckClaims(SandboxApp app, JsonWebToken token)
    {
        var now = time.GetUtcNow();
        return
            !IsApp(app, token.Issuer) || !IsApp(app, token.Subject) ? EntraErrors.AssertionOfAnotherApp()
            : !token.Audiences.Any(IsAudience) ? EntraErrors.AssertionAudience()
            : !token.TryGetPayloadValue<long>("exp", out _) ? EntraErrors.AssertionMalformed("The claim 'exp' is missing.")
            : token.ValidTo < (now - ClockAllowance).UtcDateTime || token.ValidFrom > (now + ClockAllowance).UtcDateTime
                ? EntraErrors.AssertionExpired(now, token.ValidTo)
            : null;
    }

    /// <summary>The token endpoint under any name of the tenant, or the issuer.</summary>
    private bool IsAudience(string audience) =>
        tenants.Names.Append(Tenants.AdFs).Any(name =>
            audience.StartsWith($"{addresses.Site}/{name}/", StringComparison.OrdinalIgnoreCase)
            && audience[$"{addresses.Site}/{name}/".Length..].TrimEnd('/') is "oauth2/v2.0/token" or "oauth2/token" or "v2.0" or "services/trust");

    private static bool IsApp(SandboxApp app, string? id) => Guid.TryParse(id, out var parsed) && parsed == app.Id;

    private static bool IsSigned(JsonWebToken token, X509Certificate2 certificate, RSASignaturePadding padding)
    {
        using var key = certificate.GetRSAPublicKey();
        try
        {
            return key is not null && key.VerifyData(
                Encoding.ASCII.GetBytes($"{token.EncodedHeader}.{token.EncodedPayload}"),
                Base64UrlEncoder.DecodeBytes(token.EncodedSignature),
                HashAlgorithmName.SHA256,
                padding);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string Encode(byte[] hash) => Base64UrlEncoder.Encode(hash);

    private static string Hex(string thumbprint)
    {
        try
        {
            return Convert.ToHexString(Base64UrlEncoder.DecodeBytes(thumbprint));
        }
        catch (FormatException)
        {
            return thumbprint;
        }
    }
}
