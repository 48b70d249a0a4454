using System.Runtime.Versioning;
using Syncline.Core.Errors;

namespace Syncline.Connections.Secrets;

/// <summary>The key is a generic password in the macOS Keychain; the file holds only the name it is found by.</summary>
[SupportedOSPlatform("macos")]
internal sealed class KeychainStore : IKeyStore
{
    private const string Service = "Syncline";
    private const string Marker = "in the Keychain";

    // errSecInteractionNotAllowed: a session without a screen, e.g. over ssh, with the Keychain locked.
    private const int InteractionNotAllowed = -25308;

    public string Name => "keychain";

    public string Describe(string path) => $"the macOS Keychain (service {Service})";

    public string Save(SecretKey key)
    {
        Check(Keychain.Add(Service, key.Id, key.Bytes));
        return Marker;
    }

    public byte[] Load(string id, string saved)
    {
        Check(Keychain.Find(Service, id, out var bytes));
        return bytes;
    }

    private static void Check(int status)
    {
        if (status != 0)
        {
            throw new ConfigurationException(SecretErrors.KeyStore(
                "The macOS Keychain", status == InteractionNotAllowed ? "it is locked, and this session can't ask" : $"OSStatus {status}"));
        }
    }
}
