using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Syncline.Sandbox.Certificates;
using Syncline.Sandbox.Directory;

namespace Syncline.Sandbox.SignIn.Requests;

/// <summary>The apps that are registered in the directory.</summary>
internal sealed class Apps(SandboxDirectory directory, ClientCertificate clientCertificate)
{
    public IReadOnlyList<SandboxApp> All { get; } =
        [directory.PublicClient, directory.ConfidentialClient, directory.CertificateClient, directory.QuickStartClient, .. directory.TroubledApps];

    public SandboxApp? Find(string? id) => Guid.TryParse(id, out var parsed) ? All.FirstOrDefault(app => app.Id == parsed) : null;

    /// <summary>Whether the app is confidential: it must show a secret or an assertion of its own.</summary>
    public bool IsConfidential(SandboxApp app) => app.Secret is not null || app.Certificates.Count > 0 || app == directory.CertificateClient;

    /// <summary>The certificates that are registered on the app.</summary>
    public IReadOnlyList<X509Certificate2> Certificates(SandboxApp app) =>
        app == directory.CertificateClient ? [clientCertificate.Certificate, .. app.Certificates] : app.Certificates;

    public static bool HasSecret(SandboxApp app, string given) =>
        app.Secret is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(app.Secret), Encoding.UTF8.GetBytes(given));

    /// <summary>Object id of the app's service principal: not its client id, as in a real directory, but the same on every start.</summary>
    public static Guid ServicePrincipal(SandboxApp app) => new(SHA256.HashData(app.Id.ToByteArray()).AsSpan(0, 16));
}
