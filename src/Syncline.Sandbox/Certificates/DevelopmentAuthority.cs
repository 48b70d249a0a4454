using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Syncline.Sandbox.Certificates;

/// <summary>
/// The certificate authority that vouches for sandboxes over https: made once per folder and kept there, so that a client which trusts it trusts
/// the next sandbox too. It can vouch for this machine's own names only (<see cref="NameConstraints"/>).
/// </summary>
internal sealed class DevelopmentAuthority : IDisposable
{
    private const string KeyFile = "development-authority.key.pem";
    private const string CertificateFile = "development-authority.pem";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(5 * 365);
    private static readonly TimeSpan ServerLifetime = TimeSpan.FromDays(90);

    private DevelopmentAuthority(X509Certificate2 certificate, string? path)
    {
        Certificate = certificate;
        Path = path;
    }

    /// <summary>The authority, with its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>File of the certificate without its key, in PEM, for clients to trust; null when it is kept in memory alone.</summary>
    public string? Path { get; }

    /// <summary>Takes the authority of a folder, or makes it there.</summary>
    /// <param name="folder">Where it is kept; null means in memory, for as long as the sandbox runs.</param>
    /// <exception cref="IOException">The folder can't be written, or its file holds no certificate and key.</exception>
    public static DevelopmentAuthority Open(string? folder)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (folder is null)
        {
            return new DevelopmentAuthority(Make(now), path: null);
        }

        PrivateFile.MakeFolder(folder);
        var keyPath = System.IO.Path.Combine(folder, KeyFile);
        var certificate = Load(keyPath);
        if (certificate is null || certificate.NotAfter.ToUniversalTime() < now.Add(ServerLifetime).UtcDateTime)
        {
            certificate = Keep(keyPath, Make(now), overwrite: certificate is not null);
        }

        var path = System.IO.Path.Combine(folder, CertificateFile);
        var pem = certificate.ExportCertificatePem() + "\n";
        if (!File.Exists(path) || File.ReadAllText(path) != pem)
        {
            PrivateFile.Write(path, pem, overwrite: true);
        }

        return new DevelopmentAuthority(certificate, path);
    }

    /// <summary>Makes the certificate of one sandbox, for localhost and the loopback addresses. Its key is never written to disk.</summary>
    public X509Certificate2 IssueServerCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName("*.localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "Server Authentication")], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var now = TimeProvider.System.GetUtcNow();
        using var signed = request.Create(Certificate, now.AddHours(-1), now.Add(ServerLifetime), RandomNumberGenerator.GetBytes(16));
        using var withKey = signed.CopyWithPrivateKey(key);

        // Windows' TLS takes no key that lives in memory alone; going through PKCS #12 gives it one that it takes.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), password: null);
    }

    public void Dispose() => Certificate.Dispose();

    private static X509Certificate2 Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Syncline sandbox development authority (this machine only)", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(NameConstraints.LoopbackOnly());
        return request.CreateSelfSigned(now.AddDays(-1), now.Add(Lifetime));
    }

    private static X509Certificate2? Load(string path)
    {
        try
        {
            return File.Exists(path) ? X509Certificate2.CreateFromPemFile(path) : null;
        }
        catch (CryptographicException error)
        {
            throw new IOException($"'{path}' does not hold a certificate and its key. Delete it, and the next start makes a new one.", error);
        }
    }

    /// <summary>Writes a new authority; when another sandbox was faster, theirs is taken.</summary>
    private static X509Certificate2 Keep(string path, X509Certificate2 made, bool overwrite)
    {
        using var key = made.GetECDsaPrivateKey()!;
        if (PrivateFile.Write(path, $"{made.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n", overwrite))
        {
            return made;
        }

        made.Dispose();
        return Load(path)!;
    }
}
