using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Syncline.OAuth.Loopback;

namespace Syncline.OAuth.RemoteSignIn;

/// <summary>
/// The line that the other machine prints: <c>syncline-answer-1.REQUEST.SEALED</c>. SEALED is what the browser brought, encrypted to the
/// request's one-time key (RFC 9180) and bound to the whole request by its hash, so that it opens for this one sign-in and no other.
/// REQUEST is the beginning of that hash, by which a line of another sign-in is told from an altered one.
/// </summary>
/// <param name="Parameters">What the browser brought; holds the code.</param>
/// <param name="RedirectPort">Port of the redirect on the other machine.</param>
internal sealed record RemoteAnswer(IReadOnlyList<KeyValuePair<string, string>> Parameters, int RedirectPort)
{
    /// <summary>How every answer begins; the digit is the version of the format.</summary>
    public const string Prefix = "syncline-answer-1.";

    private const int MaxLength = 128 * 1024;
    private const int ShownHashBytes = 9;

    private static readonly byte[] Purpose = [.. "syncline remote sign-in 1"u8];

    /// <summary>Encrypts the answer to a request.</summary>
    public string Seal(string request)
    {
        var hash = Hash(request);
        var message = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{RedirectPort}\n{FormEncoding.Format(Parameters)}"));
        var sealedBytes = new Hpke().Seal(RemoteRequest.Parse(request)!.PublicKey, Purpose, hash, message);
        CryptographicOperations.ZeroMemory(message);
        return $"{Prefix}{Base64Url.EncodeToString(hash.AsSpan(0, ShownHashBytes))}.{Base64Url.EncodeToString(sealedBytes)}";
    }

    /// <summary>Whether a line answers this request, by what stands in clear in it.</summary>
    public static bool IsFor(string line, string request) =>
        line.StartsWith(Prefix + Base64Url.EncodeToString(Hash(request).AsSpan(0, ShownHashBytes)) + ".", StringComparison.Ordinal);

    /// <summary>Decrypts a line.</summary>
    /// <exception cref="CryptographicException">It was altered, is not whole, or was made for another key or request.</exception>
    public static RemoteAnswer Open(string line, string request, ECDiffieHellman key)
    {
        var encoded = line[(line.LastIndexOf('.') + 1)..];
        var sealedBytes = line.Length <= MaxLength && Base64Url.IsValid(encoded) ? Base64Url.DecodeFromChars(encoded) : [];

        // One spelling only: the last character may hold bits that mean nothing, and decoding would overlook their change.
        if (Base64Url.EncodeToString(sealedBytes) != encoded)
        {
            throw new CryptographicException("Not an answer.");
        }

        var message = new Hpke().Open(key, Purpose, Hash(request), sealedBytes);
        var text = Encoding.UTF8.GetString(message);
        CryptographicOperations.ZeroMemory(message);
        return text.Split('\n', 2) is [var port, var query] && int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= ushort.MaxValue
            ? new RemoteAnswer(FormEncoding.Parse(query), number)
            : throw new CryptographicException("Not an answer.");
    }

    /// <summary>Never the code.</summary>
    public override string ToString() => "answer of a sign-in on another machine";

    private static byte[] Hash(string request) => SHA256.HashData(Encoding.UTF8.GetBytes(request));
}
