using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.OAuth.Errors;
using Syncline.OAuth.Settings;

namespace Syncline.OAuth.Certificates;

/// <summary>Loads the certificate that an app signs in with. Whoever loads one disposes it.</summary>
public static class ClientCertificate
{
    // macOS can't hold private keys outside of a keychain.
    private static readonly X509KeyStorageFlags KeyStorage =
        OperatingSystem.IsMacOS() ? X509KeyStorageFlags.DefaultKeySet : X509KeyStorageFlags.EphemeralKeySet;

    /// <summary>From a PFX (PKCS #12) file, or a PEM file that holds certificate and private key.</summary>
    /// <param name="path">The file.</param>
    /// <param name="password">Password of the PFX or of the key; null for none.</param>
    /// <exception cref="ConfigurationException">The file can't be read, is no certificate, or wants another password. Whether there is a key is checked later.</exception>
    public static X509Certificate2 FromFile(string path, Secret? password)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Wrong(OAuthErrorId.CertificateNotReadable, OptionName.Certificate, $"The certificate file {path} can't be read: {exception.Message}",
                "Check the path and who may read the file.", exception);
        }

        try
        {
            return content.AsSpan().IndexOf("-----BEGIN"u8) >= 0
                ? FromPem(System.Text.Encoding.UTF8.GetString(content), password)
                : X509CertificateLoader.LoadPkcs12(content, password?.Reveal(), KeyStorage);
        }
        catch (CryptographicException exception)
        {
            var isEncrypted = IsPkcs12(content) || content.AsSpan().IndexOf("ENCRYPTED"u8) >= 0;
            throw isEncrypted
                ? Wrong(OAuthErrorId.CertificatePassword, OptionName.CertificatePassword,
                    password is null ? $"The certificate file {path} is protected by a password, and none is given." : $"The password does not open the certificate file {path}.",
                    "Give it without showing it: --secret certificate-password=-", exception)
                : Wrong(OAuthErrorId.CertificateNotOne, OptionName.Certificate, $"The file {path} is no certificate that Syncline can read.",
                    "Give a PFX (.pfx, .p12) file, or a PEM file that holds '-----BEGIN CERTIFICATE-----' and '-----BEGIN PRIVATE KEY-----'.", exception);
        }
    }

    /// <summary>From the user's, else the machine's, certificate store of Windows.</summary>
    /// <param name="thumbprint">Its SHA-1 thumbprint; blanks and colons do not matter.</param>
    /// <exception cref="ConfigurationException">It is not there, or this is not Windows.</exception>
    public static X509Certificate2 FromStore(string thumbprint)
    {
        ArgumentException.ThrowIfNullOrEmpty(thumbprint);
        if (!OperatingSystem.IsWindows())
        {
            throw Wrong(OAuthErrorId.NoCertificateStore, OptionName.CertificateThumbprint, "Certificates can be named by their thumbprint on Windows only.",
                "Give the file of the certificate (PFX or PEM) instead.", null);
        }

        // Copied from the certificate's window it brings blanks, and an invisible mark at its start.
        var digits = string.Concat(thumbprint.Where(char.IsAsciiHexDigit));
        foreach (var location in new[] { StoreLocation.CurrentUser, StoreLocation.LocalMachine })
        {
            using var store = new X509Store(StoreName.My, location, OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
            if (store.Certificates.Find(X509FindType.FindByThumbprint, digits, validOnly: false).FirstOrDefault() is { } found)
            {
                return found;
            }
        }

        throw Wrong(OAuthErrorId.CertificateNotInStore, OptionName.CertificateThumbprint, $"No certificate with the thumbprint {digits} is in the store 'Personal' of this user or this machine.",
            "Compare it with certmgr.msc › Personal › Certificates › the certificate › Details › Thumbprint.", null);
    }

    private static X509Certificate2 FromPem(string text, Secret? password) =>
        text.Contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal)
            ? X509Certificate2.CreateFromEncryptedPem(text, text, password?.Reveal() ?? string.Empty)
            : text.Contains("PRIVATE KEY-----", StringComparison.Ordinal) ? X509Certificate2.CreateFromPem(text, text) : X509Certificate2.CreateFromPem(text);

    /// <summary>Whether the content is PKCS #12, so that what fails is its password (or damage).</summary>
    private static bool IsPkcs12(byte[] content)
    {
        try
        {
            return X509Certificate2.GetCertContentType(content) == X509ContentType.Pkcs12;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static ConfigurationException Wrong(string id, string option, string message, string advice, Exception? inner) =>
        new(new ErrorDetail { Id = id, Phase = ErrorPhase.Configuration, Message = message, Advice = advice, Option = option }, inner);
}
