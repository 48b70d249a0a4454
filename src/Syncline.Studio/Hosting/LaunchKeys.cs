using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Syncline.Studio.Hosting;

/// <summary>
/// The one-time keys that let a browser in, and the session cookies they become. 256 random bits each; only digests are kept. Safe for
/// concurrent use.
/// </summary>
internal sealed class LaunchKeys
{
    private readonly Lock gate = new();
    private readonly List<byte[]> sessions = [];
    private byte[]? key;

    /// <summary>Raised after a key was used.</summary>
    public event EventHandler? Used;

    /// <summary>Makes the key that works from now on; the one before stops working.</summary>
    public string Make()
    {
        var made = NewValue();
        lock (gate)
        {
            key = Digest(made);
        }

        return made;
    }

    /// <summary>Uses up a key.</summary>
    /// <returns>The value of the session's cookie; null when it is not the key that works now.</returns>
    public string? Redeem(string? offered)
    {
        if (offered is null)
        {
            return null;
        }

        var session = NewValue();
        lock (gate)
        {
            if (key is null || !CryptographicOperations.FixedTimeEquals(Digest(offered), key))
            {
                return null;
            }

            key = null;
            sessions.Add(Digest(session));
        }

        Used?.Invoke(this, EventArgs.Empty);
        return session;
    }

    /// <summary>Whether a cookie's value is one of ours.</summary>
    public bool IsSession(string? value)
    {
        if (value is null)
        {
            return false;
        }

        var digest = Digest(value);
        lock (gate)
        {
            return sessions.Exists(session => CryptographicOperations.FixedTimeEquals(digest, session));
        }
    }

    private static string NewValue() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));

    private static byte[] Digest(string value) => SHA256.HashData(Encoding.UTF8.GetBytes(value));
}
