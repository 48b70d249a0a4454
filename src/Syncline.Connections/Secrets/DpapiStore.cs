using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Syncline.Core.Errors;

namespace Syncline.Connections.Secrets;

/// <summary>The key stands in the file under the Windows user's own key (Data Protection API).</summary>
[SupportedOSPlatform("windows")]
internal sealed class DpapiStore : IKeyStore
{
    public string Name => "dpapi";

    public string Describe(string path) => $"the key file {path}, protected for this Windows user";

    public string Save(SecretKey key) =>
        Convert.ToBase64String(ProtectedData.Protect(key.Bytes, Encoding.UTF8.GetBytes(key.Id), DataProtectionScope.CurrentUser));

    public byte[] Load(string id, string saved)
    {
        try
        {
            return ProtectedData.Unprotect(Convert.FromBase64String(saved), Encoding.UTF8.GetBytes(id), DataProtectionScope.CurrentUser);
        }
        catch (CryptographicException exception)
        {
            throw new ConfigurationException(
                SecretErrors.KeyStore("Windows data protection", "it was made by another user or on another machine"), exception);
        }
    }
}
