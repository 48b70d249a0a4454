using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Syncline.OAuth.RemoteSignIn;

/// <summary>
/// Hybrid public key encryption (RFC 9180), base mode, one message: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and AES-GCM. The framework has
/// the parts (ECDH of NIST SP 800-56A, HKDF of RFC 5869, AES-GCM of NIST SP 800-38D) but not yet the whole.
/// </summary>
/// <param name="keyBytes">32 for AES-256-GCM, 16 for AES-128-GCM (which has the RFC's test vectors for this curve).</param>
internal sealed class Hpke(int keyBytes = 32)
{
    /// <summary>Bytes of a public key: an uncompressed point (SEC 1 section 2.3.3).</summary>
    public const int PublicKeyBytes = 65;

    private const int CoordinateBytes = 32;
    private const int HashBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const byte Uncompressed = 4;
    private const byte BaseMode = 0;

    private static readonly byte[] KemSuite = [.. "KEM"u8, 0x00, 0x10];

    private readonly byte[] suite = [.. "HPKE"u8, 0x00, 0x10, 0x00, 0x01, 0x00, (byte)(keyBytes == 16 ? 0x01 : 0x02)];

    /// <summary>A new key pair.</summary>
    public static ECDiffieHellman NewKey() => ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The public key of a pair.</summary>
    public static byte[] PublicKey(ECDiffieHellman key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return [Uncompressed, .. point.X!, .. point.Y!];
    }

    /// <summary>Encrypts to a public key.</summary>
    /// <returns>The one-time public key (<c>enc</c>) followed by the ciphertext with its tag.</returns>
    /// <exception cref="CryptographicException">The public key is none.</exception>
    public byte[] Seal(ReadOnlySpan<byte> recipient, byte[] info, byte[] associated, byte[] message)
    {
        using var oneTime = NewKey();
        return Seal(oneTime, recipient, info, associated, message);
    }

    /// <summary>Encrypts with a given one-time key: for test vectors only.</summary>
    internal byte[] Seal(ECDiffieHellman oneTime, ReadOnlySpan<byte> recipient, byte[] info, byte[] associated, byte[] message)
    {
        var enc = PublicKey(oneTime);
        var (key, nonce) = Schedule(Agree(oneTime, recipient), [.. enc, .. recipient], info);
        var sealedMessage = new byte[message.Length + TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, message, sealedMessage.AsSpan(0, message.Length), sealedMessage.AsSpan(message.Length), associated);
        return [.. enc, .. sealedMessage];
    }

    /// <summary>Decrypts.</summary>
    /// <exception cref="CryptographicException">It was not sealed to this key with this info and associated data, or was altered.</exception>
    public byte[] Open(ECDiffieHellman recipient, byte[] info, byte[] associated, ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length < PublicKeyBytes + TagBytes)
        {
            throw new CryptographicException("The message is too short.");
        }

        var enc = sealedBytes[..PublicKeyBytes];
        var (key, nonce) = Schedule(Agree(recipient, enc), [.. enc, .. PublicKey(recipient)], info);
        var message = new byte[sealedBytes.Length - PublicKeyBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(nonce, sealedBytes[PublicKeyBytes..^TagBytes], sealedBytes[^TagBytes..], message, associated);
        return message;
    }

    // The framework refuses a point that is not on the curve, which section 7.1.4 demands.
    private static byte[] Agree(ECDiffieHellman ours, ReadOnlySpan<byte> theirs)
    {
        if (theirs.Length != PublicKeyBytes || theirs[0] != Uncompressed)
        {
            throw new CryptographicException("Not an uncompressed point of P-256.");
        }

        using var key = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = theirs.Slice(1, CoordinateBytes).ToArray(), Y = theirs[(1 + CoordinateBytes)..].ToArray() },
        });
        return ours.DeriveRawSecretAgreement(key.PublicKey);
    }

    /// <summary>The KEM's extraction (section 4.1) and the key schedule of the base mode (section 5.1).</summary>
    private (byte[] Key, byte[] Nonce) Schedule(byte[] agreed, byte[] kemContext, byte[] info)
    {
        var shared = Expand(KemSuite, Extract(KemSuite, [], "eae_prk"u8, agreed), "shared_secret"u8, kemContext, HashBytes);
        byte[] context = [BaseMode, .. Extract(suite, [], "psk_id_hash"u8, []), .. Extract(suite, [], "info_hash"u8, info)];
        var secret = Extract(suite, shared, "secret"u8, []);
        return (Expand(suite, secret, "key"u8, context, keyBytes), Expand(suite, secret, "base_nonce"u8, context, NonceBytes));
    }

    private static byte[] Extract(byte[] suiteId, byte[] salt, ReadOnlySpan<byte> label, byte[] keyMaterial) =>
        HKDF.Extract(HashAlgorithmName.SHA256, [.. "HPKE-v1"u8, .. suiteId, .. label, .. keyMaterial], salt);

    private static byte[] Expand(byte[] suiteId, byte[] key, ReadOnlySpan<byte> label, byte[] info, int length)
    {
        var lengthBytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(lengthBytes, (ushort)length);
        return HKDF.Expand(HashAlgorithmName.SHA256, key, length, [.. lengthBytes, .. "HPKE-v1"u8, .. suiteId, .. label, .. info]);
    }
}
