using System.Globalization;

namespace Syncline.Sync.Projects;

/// <summary>Most changes of one kind: a number of rows, or a share of the target rows compared.</summary>
/// <param name="Amount">Rows, or percent.</param>
/// <param name="IsPercent">Whether <paramref name="Amount"/> is percent.</param>
public sealed record ChangeLimit(decimal Amount, bool IsPercent)
{
    /// <summary>Whether so many changes are within the limit.</summary>
    public bool Allows(long changes, long targetRows) => IsPercent ? changes * 100m <= Amount * targetRows : changes <= Amount;

    /// <summary><c>250</c> or <c>5%</c>.</summary>
    public override string ToString() => Amount.ToString(CultureInfo.InvariantCulture) + (IsPercent ? "%" : "");

    /// <summary>Reads <c>250</c> or <c>5%</c>; null when it is neither.</summary>
    public static ChangeLimit? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isPercent = text.EndsWith('%');
        return decimal.TryParse(text.AsSpan().TrimEnd('%').Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            && (isPercent || amount == decimal.Truncate(amount))
            ? new ChangeLimit(amount, isPercent)
            : null;
    }
}
