using System.Security.Cryptography.X509Certificates;

namespace Syncline.Sandbox.Certificates;

/// <summary>What a client of the sandbox may need to know about certificates. All of it is sample data: no key here opens anything but a sandbox.</summary>
public interface ISandboxCertificates
{
    /// <summary>The development authority that a client must trust to come over https, without its key; null over http.</summary>
    X509Certificate2? Authority { get; }

    /// <summary>File of <see cref="Authority"/> in PEM; null over http or without a folder.</summary>
    string? AuthorityPath { get; }

    /// <summary>The certificate, with its key, that is registered on the app with a certificate.</summary>
    X509Certificate2 Client { get; }

    /// <summary>File of <see cref="Client"/> and its key in PEM; null without a folder.</summary>
    string? ClientPemPath { get; }

    /// <summary>File of <see cref="Client"/> and its key in PKCS #12; null without a folder.</summary>
    string? ClientPfxPath { get; }

    /// <summary>Password of <see cref="ClientPfxPath"/>.</summary>
    string ClientPfxPassword { get; }
}
