using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Syncline.Connections.Opening;
using Syncline.Core.Errors;

namespace Syncline.Connections.Http;

/// <summary>
/// Certificate authorities that are trusted for one connection beyond the system's. A server's certificate must pass the system's check, or
/// the same check with only these authorities as roots; its host name, dates and purpose count in both.
/// </summary>
internal sealed class ExtraRoots(X509Certificate2Collection roots)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <exception cref="ConfigurationException">The file can't be read or holds no certificate.</exception>
    public static ExtraRoots Load(string path)
    {
        try
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPemFile(path);
            return roots.Count > 0 ? new ExtraRoots(roots) : throw new ConfigurationException(SettingsErrors.ExtraRoot(path, "it holds no certificate"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            var problem = exception is FileNotFoundException or DirectoryNotFoundException ? "it is not there" : "it can't be read";
            throw new ConfigurationException(SettingsErrors.ExtraRoot(path, problem), exception);
        }
    }

    /// <summary>A <see cref="RemoteCertificateValidationCallback"/>; returns true or throws with the reason.</summary>
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        // A wrong name or a missing certificate is no question of trust.
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is null)
        {
            throw Refused(errors.ToString());
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        if (presented is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(presented.ChainElements.Select(element => element.Certificate).ToArray());
        }

        using var server = X509CertificateLoader.LoadCertificate(certificate.Export(X509ContentType.Cert));
        return chain.Build(server) ? true : throw Refused(string.Join(", ", chain.ChainStatus.Select(status => status.Status)));
    }

    // Returning false would refuse as well, but lose the reason.
    private static AuthenticationException Refused(string reason) => new($"The remote certificate is invalid: {reason}");
}
