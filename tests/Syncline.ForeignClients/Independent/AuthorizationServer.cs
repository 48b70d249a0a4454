using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Syncline.ForeignClients.Npm;

namespace Syncline.ForeignClients.Independent;

/// <summary>npm's oidc-provider, running as an authorization server for the tests of one class.</summary>
public sealed class AuthorizationServer(NodePackages packages) : IAsyncLifetime
{
    public const string Secret = "a secret + of & some % length";

    private NodeProcess? process;
    private JsonElement addresses;

    /// <summary>The certificate whose key is registered for the client <c>certificate</c>.</summary>
    public X509Certificate2 Certificate { get; } = MakeCertificate();

    public string Issuer => this["issuer"];

    public string this[string name] => addresses.GetProperty(name).GetString()!;

    public async ValueTask InitializeAsync()
    {
        if (!packages.AreThere)
        {
            return;
        }

        using var key = Certificate.GetRSAPublicKey()!;
        var numbers = key.ExportParameters(includePrivateParameters: false);
        process = await NodeProcess.StartAsync(packages, "authorization-server.mjs", new
        {
            secret = Secret,
            algorithm = "PS256",
            key = new { kty = "RSA", use = "sig", n = Base64UrlEncoder.Encode(numbers.Modulus!), e = Base64UrlEncoder.Encode(numbers.Exponent!) },
        });
        addresses = await process.ReadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
        }

        Certificate.Dispose();
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
