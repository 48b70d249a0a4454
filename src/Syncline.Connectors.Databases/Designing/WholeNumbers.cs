using Syncline.Core.Tables;

namespace Syncline.Connectors.Databases.Designing;

/// <summary>How large the number type of a new column has to be.</summary>
internal static class WholeNumbers
{
    private const int MostDigits = 38;
    private const int UsualDigits = 18;

    /// <summary>Whether the bounds of a type are known and within 32 bits.</summary>
    public static bool FitsInt32(ColumnType type) => type is { Minimum: >= int.MinValue, Maximum: <= int.MaxValue };

    /// <summary>Digits in all of a decimal column that holds each value of a type; where it has no bounds, 18 before the point, or as many as go.</summary>
    public static int Precision(ColumnType type)
    {
        var largest = type is { Minimum: { } least, Maximum: { } most } ? decimal.Truncate(Math.Max(Math.Abs(least), Math.Abs(most))) : (decimal?)null;
        var whole = largest is { } number ? number.ToString(System.Globalization.CultureInfo.InvariantCulture).Length : UsualDigits;
        return Math.Min(MostDigits, whole + type.ArrowScale);
    }
}
