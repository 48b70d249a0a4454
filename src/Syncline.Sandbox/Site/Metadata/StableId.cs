using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Syncline.Sandbox.Site.Metadata;

/// <summary>Ids that are the same on each start: version 8 UUIDs (RFC 9562) over a name or a number.</summary>
internal static class StableId
{
    /// <summary>The id of a named thing.</summary>
    public static Guid Of(string kind, string name)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}:{name}"), hash);
        return Stamp(hash[..16]);
    }

    /// <summary>The id of the <paramref name="index"/>th generated row of a kind; cheap enough for millions.</summary>
    public static Guid Of(ulong kind, int index)
    {
        Span<byte> bytes = stackalloc byte[16];
        var seed = (kind << 32) | (uint)index;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Mix(seed));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], Mix(seed ^ 0xA5A5A5A5A5A5A5A5));
        return Stamp(bytes);
    }

    /// <summary>SplitMix64: a bijection, so different inputs never meet.</summary>
    public static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private static Guid Stamp(Span<byte> bytes)
    {
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
