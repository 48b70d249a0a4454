using System.Security.Cryptography;
using System.Text;
using Syncline.Core.Errors;

namespace Syncline.Connections.Secrets;

/// <summary>
/// AES-256-GCM (NIST SP 800-38D) with a fresh 96-bit nonce per envelope. Envelope: <c>syncline:1:KEY-ID:BASE64(nonce, ciphertext, tag)</c>;
/// version, key id and place are authenticated with it.
/// </summary>
internal sealed class AesSecretProtector(IKeySource keys) : ISecretProtector
{
    private const string Header = "syncline:1:";
    private const int NonceSize = 12;
    private const int TagSize = 16;

    public string Description => keys.Description;

    public async ValueTask<string> ProtectAsync(SecretPlace place, string value, CancellationToken cancellationToken)
    {
        var key = await keys.CurrentAsync(cancellationToken);
        return Header + key.Id + ":" + Seal(key, place, value);
    }

    public async ValueTask<string> UnprotectAsync(SecretPlace place, string envelope, CancellationToken cancellationToken)
    {
        var separator = envelope.StartsWith(Header, StringComparison.Ordinal) ? envelope.IndexOf(':', Header.Length) : -1;
        if (separator < 0)
        {
            throw Damaged(place);
        }

        var id = envelope[Header.Length..separator];
        var key = await keys.FindAsync(id, cancellationToken) ?? throw new ConfigurationException(SecretErrors.OtherKey(place, id));
        return Open(key, place, envelope.AsSpan(separator + 1));
    }

    private static string Seal(SecretKey key, SecretPlace place, string value)
    {
        var plain = Encoding.UTF8.GetBytes(value);
        var sealedBytes = new byte[NonceSize + plain.Length + TagSize];
        var nonce = sealedBytes.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using (var aes = new AesGcm(key.Bytes, TagSize))
        {
            aes.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceSize, plain.Length), sealedBytes.AsSpan(NonceSize + plain.Length), Bind(key, place));
        }

        CryptographicOperations.ZeroMemory(plain);
        return Convert.ToBase64String(sealedBytes);
    }

    private static string Open(SecretKey key, SecretPlace place, ReadOnlySpan<char> base64)
    {
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64Chars(base64, bytes, out var length) || length < NonceSize + TagSize)
        {
            throw Damaged(place);
        }

        var sealedBytes = bytes.AsSpan(0, length);
        var plain = new byte[length - NonceSize - TagSize];
        try
        {
            using var aes = new AesGcm(key.Bytes, TagSize);
            aes.Decrypt(sealedBytes[..NonceSize], sealedBytes[NonceSize..^TagSize], sealedBytes[^TagSize..], plain, Bind(key, place));
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException exception)
        {
            throw Damaged(place, exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    // Names and key ids hold no '/', and the item stands last, so no two places give the same bytes.
    private static byte[] Bind(SecretKey key, SecretPlace place) =>
        Encoding.UTF8.GetBytes($"{Header}{key.Id}/{Library.ConnectionName.Canonical(place.Connection)}/{place.Item}");

    private static ConfigurationException Damaged(SecretPlace place, Exception? exception = null) =>
        new(SecretErrors.EnvelopeDamaged(place), exception);
}
