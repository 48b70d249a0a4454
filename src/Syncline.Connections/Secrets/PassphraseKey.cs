using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Syncline.Connections.Secrets;

/// <summary>
/// How a passphrase becomes a key: PBKDF2 with HMAC-SHA-256 (RFC 8018) under a stored salt, then HKDF (RFC 5869) to a key and to a
/// verifier that tells a wrong passphrase without helping to guess it faster.
/// </summary>
internal sealed record PassphraseKey
{
    /// <summary>OWASP's recommendation for PBKDF2-HMAC-SHA256.</summary>
    public const int DefaultIterations = 600_000;

    private const int LeastIterations = 100_000;
    private const int MostIterations = 10_000_000;
    private const string Algorithm = "PBKDF2-SHA256";

    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("derivation")]
    public required string Derivation { get; init; }

    [JsonPropertyName("iterations")]
    public required int Iterations { get; init; }

    [JsonPropertyName("salt")]
    public required byte[] Salt { get; init; }

    [JsonPropertyName("verifier")]
    public required byte[] Verifier { get; init; }

    /// <summary>A new salt for this passphrase, and its key.</summary>
    public static (PassphraseKey Parameters, SecretKey Key) Create(string passphrase)
    {
        var parameters = new PassphraseKey
        {
            Id = PassphraseKeySource.IdPrefix + RandomNumberGenerator.GetHexString(8, lowercase: true),
            Derivation = Algorithm,
            Iterations = DefaultIterations,
            Salt = RandomNumberGenerator.GetBytes(16),
            Verifier = [],
        };
        var (key, verifier) = parameters.Derive(passphrase);
        return (parameters with { Verifier = verifier }, new SecretKey(parameters.Id, key));
    }

    /// <summary>The key; null when the passphrase is wrong.</summary>
    public SecretKey? Open(string passphrase)
    {
        var (key, verifier) = Derive(passphrase);
        return CryptographicOperations.FixedTimeEquals(verifier, Verifier) ? new SecretKey(Id, key) : null;
    }

    /// <summary>What is wrong with parameters that were read from a file; null when they can be used.</summary>
    public string? Problem() =>
        Derivation != Algorithm ? $"it uses '{Derivation}'"
        : Iterations is < LeastIterations or > MostIterations ? $"{Iterations} iterations are out of range"
        : Salt.Length < 16 || Verifier.Length != SecretKey.Size || Id.Contains(':', StringComparison.Ordinal) || Id.Contains('/', StringComparison.Ordinal)
            ? "salt, verifier or id is malformed"
        : null;

    private (byte[] Key, byte[] Verifier) Derive(string passphrase)
    {
        var master = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(passphrase), Salt, Iterations, HashAlgorithmName.SHA256, SecretKey.Size);
        var key = HKDF.Expand(HashAlgorithmName.SHA256, master, SecretKey.Size, "syncline key"u8.ToArray());
        var verifier = HKDF.Expand(HashAlgorithmName.SHA256, master, SecretKey.Size, "syncline verifier"u8.ToArray());
        CryptographicOperations.ZeroMemory(master);
        return (key, verifier);
    }
}
