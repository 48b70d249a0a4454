namespace Syncline.Core.Rows;

/// <summary>
/// Exact passage between <see cref="decimal"/> and Arrow's Decimal128: a 128-bit whole number that counts units of 10^-scale.
/// Nothing is rounded: what does not fit is refused.
/// </summary>
internal static class ScaledDecimal
{
    private static readonly Int128 MaxUnscaled = Int128.Parse(new string('9', 38), System.Globalization.CultureInfo.InvariantCulture);

    private static readonly Int128[] PowersOfTen = Powers();

    /// <summary>The value as units of 10^-scale; false when it has more decimals than <paramref name="scale"/> or over 38 digits.</summary>
    public static bool TryToUnscaled(decimal value, int scale, out Int128 unscaled)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var mantissa = (Int128)new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        var valueScale = (bits[3] >> 16) & 0xFF;
        unscaled = default;
        for (; valueScale > scale; valueScale--)
        {
            var (quotient, remainder) = Int128.DivRem(mantissa, 10);
            if (remainder != 0)
            {
                return false;
            }

            mantissa = quotient;
        }

        var factor = PowersOfTen[scale - valueScale];
        if (mantissa > MaxUnscaled / factor)
        {
            return false;
        }

        unscaled = bits[3] < 0 ? -(mantissa * factor) : mantissa * factor;
        return true;
    }

    /// <summary>The decimal of so many units, without trailing zeros after the point.</summary>
    /// <exception cref="OverflowException">The value has more digits than a <see cref="decimal"/> holds.</exception>
    public static decimal FromUnscaled(Int128 unscaled, int scale)
    {
        while (scale > 0)
        {
            var (quotient, remainder) = Int128.DivRem(unscaled, 10);
            if (remainder != 0)
            {
                break;
            }

            unscaled = quotient;
            scale--;
        }

        var magnitude = (UInt128)Int128.Abs(unscaled);
        if ((ulong)(magnitude >> 64) > uint.MaxValue)
        {
            throw new OverflowException("A number has more than 28 significant digits.");
        }

        var low = (ulong)magnitude;
        return new decimal((int)low, (int)(low >> 32), (int)(uint)(magnitude >> 64), unscaled < 0, (byte)scale);
    }

    private static Int128[] Powers()
    {
        var powers = new Int128[39];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * 10;
        }

        return powers;
    }
}
