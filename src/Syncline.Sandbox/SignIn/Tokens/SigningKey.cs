using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;

namespace Syncline.Sandbox.SignIn.Tokens;

/// <summary>
/// The RSA key of one sandbox, new on each start, with the self-signed certificate that Entra publishes beside each key.
/// Making an RSA key takes a few tenths of a second: it is made in the background, and the first token waits for it. Safe for concurrent use.
/// </summary>
internal sealed class SigningKey : IDisposable
{
    private readonly Lazy<Material> _material;

    public SigningKey(TimeProvider time)
    {
        _material = new Lazy<Material>(() => Make(time.GetUtcNow()));
        _ = Task.Run(() => _material.Value);
    }

    /// <summary><c>kid</c> and <c>x5t</c>.</summary>
    public string Id => _material.Value.Id;

    /// <summary>Signs RS256, with <c>kid</c> and <c>x5t</c> in the header.</summary>
    public SigningCredentials Credentials => _material.Value.Credentials;

    /// <summary><c>x5c</c>: the certificate in base64.</summary>
    public string Certificate => Convert.ToBase64String(_material.Value.Certificate.RawData);

    public RSAParameters PublicParameters => _material.Value.Rsa.ExportParameters(includePrivateParameters: false);

    /// <summary>Whether the bytes were signed with this key, RS256.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        _material.Value.Rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public void Dispose()
    {
        if (_material.IsValueCreated)
        {
            _material.Value.Certificate.Dispose();
            _material.Value.Rsa.Dispose();
        }
    }

    private static Material Make(DateTimeOffset now)
    {
        var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=accounts.accesscontrol.sandbox", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(5));
        var id = Base64UrlEncoder.Encode(certificate.GetCertHash());
        return new Material(rsa, certificate, id, new SigningCredentials(new X509SecurityKey(certificate) { KeyId = id }, SecurityAlgorithms.RsaSha256));
    }

    private sealed record Material(RSA Rsa, X509Certificate2 Certificate, string Id, SigningCredentials Credentials);
}
