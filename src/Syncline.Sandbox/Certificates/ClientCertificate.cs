using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Syncline.Sandbox.Certificates;

/// <summary>
/// The certificate that is registered on the sandbox's app with a certificate, with the key that belongs to it: sample data, which opens nothing but a
/// sandbox. Kept as PEM and as PFX, because clients ask for one or the other. Safe for concurrent use.
/// </summary>
internal sealed class ClientCertificate
{
    /// <summary>Opens the PFX file.</summary>
    public const string PfxPassword = "sandbox";

    private const string PemFile = "client-certificate.pem";
    private const string PfxFile = "client-certificate.pfx";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(2 * 365);

    // An RSA key costs a tenth of a second. Without a folder all sandboxes of a process share one, made when it is first asked for.
    private static readonly Lazy<X509Certificate2> InMemory = new(() => Make(TimeProvider.System.GetUtcNow()));

    private readonly Lazy<X509Certificate2> _certificate;

    private ClientCertificate(Lazy<X509Certificate2> certificate, string? pemPath, string? pfxPath)
    {
        _certificate = certificate;
        PemPath = pemPath;
        PfxPath = pfxPath;
    }

    /// <summary>The certificate with its key.</summary>
    public X509Certificate2 Certificate => _certificate.Value;

    /// <summary>Certificate and unencrypted key in PEM; null when they are kept in memory alone.</summary>
    public string? PemPath { get; }

    /// <summary>Certificate and key in PKCS #12 under <see cref="PfxPassword"/>; null when they are kept in memory alone.</summary>
    public string? PfxPath { get; }

    /// <summary>Takes the certificate of a folder, or makes it there.</summary>
    /// <param name="folder">Where it is kept; null means in memory.</param>
    /// <exception cref="IOException">The folder can't be written, or its file holds no certificate and key.</exception>
    public static ClientCertificate Open(string? folder)
    {
        if (folder is null)
        {
            return new ClientCertificate(InMemory, null, null);
        }

        PrivateFile.MakeFolder(folder);
        var (pemPath, pfxPath) = (Path.Combine(folder, PemFile), Path.Combine(folder, PfxFile));
        var now = TimeProvider.System.GetUtcNow();
        var certificate = Load(pemPath);
        if (certificate is null || certificate.NotAfter.ToUniversalTime() < now.UtcDateTime)
        {
            var made = Make(now);
            using var key = made.GetRSAPrivateKey()!;
            certificate = PrivateFile.Write(pemPath, $"{made.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n", overwrite: certificate is not null)
                ? made : Load(pemPath)!;
        }

        // The PEM file is the one that counts; the PFX file is made to agree with it.
        if (!File.Exists(pfxPath) || !Agrees(pfxPath, certificate))
        {
            PrivateFile.Write(pfxPath, certificate.Export(X509ContentType.Pfx, PfxPassword), overwrite: true);
        }

        return new ClientCertificate(new Lazy<X509Certificate2>(certificate), pemPath, pfxPath);
    }

    private static X509Certificate2 Make(DateTimeOffset now)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Syncline sample (certificate)", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
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

    private static bool Agrees(string pfxPath, X509Certificate2 certificate)
    {
        try
        {
            using var kept = X509CertificateLoader.LoadPkcs12FromFile(pfxPath, PfxPassword);
            return kept.Thumbprint == certificate.Thumbprint;
        }
        catch (CryptographicException)
        {
            // Damaged: it is written anew, since all that it holds stands in the PEM file as well.
            return false;
        }
    }
}
