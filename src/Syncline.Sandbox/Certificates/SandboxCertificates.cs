using System.Security.Cryptography.X509Certificates;

namespace Syncline.Sandbox.Certificates;

/// <summary>The certificates of one running sandbox.</summary>
internal sealed class SandboxCertificates : ISandboxCertificates, IDisposable
{
    private readonly X509Certificate2? _authority;

    private SandboxCertificates(ClientCertificate client, DevelopmentAuthority? authority)
    {
        Client = client;
        AuthorityPath = authority?.Path;
        _authority = authority is null ? null : X509CertificateLoader.LoadCertificate(authority.Certificate.RawData);
        Server = authority?.IssueServerCertificate();
    }

    public ClientCertificate Client { get; }

    /// <summary>What the sandbox shows to clients, with its key; null over http.</summary>
    public X509Certificate2? Server { get; }

    /// <inheritdoc/>
    public X509Certificate2? Authority => _authority;

    /// <inheritdoc/>
    public string? AuthorityPath { get; }

    /// <inheritdoc/>
    X509Certificate2 ISandboxCertificates.Client => Client.Certificate;

    /// <inheritdoc/>
    public string? ClientPemPath => Client.PemPath;

    /// <inheritdoc/>
    public string? ClientPfxPath => Client.PfxPath;

    /// <inheritdoc/>
    public string ClientPfxPassword => ClientCertificate.PfxPassword;

    /// <exception cref="IOException">The folder can't be used.</exception>
    public static SandboxCertificates Open(SandboxOptions options)
    {
        using var authority = options.Https ? DevelopmentAuthority.Open(options.CertificateFolder) : null;
        return new SandboxCertificates(ClientCertificate.Open(options.CertificateFolder), authority);
    }

    public void Dispose()
    {
        Server?.Dispose();
        _authority?.Dispose();
    }
}
