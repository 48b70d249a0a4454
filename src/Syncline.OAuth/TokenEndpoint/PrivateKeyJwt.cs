using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Syncline.OAuth.TokenEndpoint;

/// <summary>A client assertion signed by a certificate (RFC 7523 section 3; Entra: certificate credentials). Good for one request.</summary>
internal static class PrivateKeyJwt
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// PS256 with <c>x5t#S256</c> and <c>x5c</c>, as Entra recommends; RS256 with <c>x5t</c> for AD FS, which knows no other;
    /// ES256 for elliptic-curve keys.
    /// </summary>
    public static string Create(X509Certificate2 certificate, string clientId, Uri tokenEndpoint, DateTimeOffset now)
    {
        var isAdfs = tokenEndpoint.AbsolutePath.StartsWith("/adfs/", StringComparison.OrdinalIgnoreCase);
        using var rsa = certificate.GetRSAPrivateKey();
        using var ec = rsa is null ? certificate.GetECDsaPrivateKey() : null;
        var header = new JsonObject
        {
            ["typ"] = "JWT",
            ["alg"] = rsa is null ? "ES256" : isAdfs ? "RS256" : "PS256",
            ["x5t#S256"] = Base64Url.EncodeToString(certificate.GetCertHash(HashAlgorithmName.SHA256)),
            ["x5c"] = new JsonArray(Convert.ToBase64String(certificate.RawData)),
        };
        if (isAdfs)
        {
            header["x5t"] = Base64Url.EncodeToString(certificate.GetCertHash());
        }

        var claims = new JsonObject
        {
            ["aud"] = tokenEndpoint.AbsoluteUri,
            ["iss"] = clientId,
            ["sub"] = clientId,
            ["jti"] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + Lifetime).ToUnixTimeSeconds(),
        };
        var signed = $"{Encode(header)}.{Encode(claims)}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        var signature = rsa is not null
            ? rsa.SignData(bytes, HashAlgorithmName.SHA256, isAdfs ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss)
            : ec?.SignData(bytes, HashAlgorithmName.SHA256) ?? throw new CryptographicException("The certificate's key is neither RSA nor elliptic curve.");
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
