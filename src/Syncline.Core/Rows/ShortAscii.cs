using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Syncline.Core.Rows;

/// <summary>
/// UTF-8 of the texts that most cells hold: a few ASCII characters. The library's way is made for long texts and costs more for these
/// (measured in <c>bench/results/files.md</c>).
/// </summary>
internal static class ShortAscii
{
    private const int Longest = 32;

    /// <summary>Writes the text as UTF-8; false when it is longer or not ASCII, and then what the target holds is unspecified.</summary>
    /// <param name="text">The text.</param>
    /// <param name="target">At least as many bytes as the text has characters.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryNarrow(ReadOnlySpan<char> text, Span<byte> target)
    {
        var characters = MemoryMarshal.Cast<char, ushort>(text);
        if (characters.Length > Longest)
        {
            return false;
        }

        if (characters.Length < 8)
        {
            for (var i = 0; i < characters.Length; i++)
            {
                if (characters[i] > 0x7F)
                {
                    return false;
                }

                target[i] = (byte)characters[i];
            }

            return true;
        }

        // Eight at a time; the last eight overlap those before where the length is no multiple of eight.
        var last = characters.Length - 8;
        var met = Vector128.Create(characters[last..]);
        Vector128.Narrow(met, met).GetLower().CopyTo(target[last..]);
        for (var i = 0; i < last; i += 8)
        {
            var eight = Vector128.Create(characters[i..]);
            met |= eight;
            Vector128.Narrow(eight, eight).GetLower().CopyTo(target[i..]);
        }

        return (met & Vector128.Create((ushort)0xFF80)) == Vector128<ushort>.Zero;
    }
}
