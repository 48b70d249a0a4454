namespace Syncline.Sync.Mapping;

/// <summary>How numbers are written, read off a sample such as <c>1.234,56</c>.</summary>
/// <param name="Group">Sign between thousands; null when there is none.</param>
/// <param name="Point">Sign before the fraction.</param>
internal sealed record NumberFormat(char? Group, char Point)
{
    /// <summary>Reads a sample: <c>1.234,56</c>, <c>1,234.56</c>, <c>1 234,56</c>, <c>1'234.56</c>, <c>1234,56</c>, <c>1.234</c> with three digits is a grouping.</summary>
    public static bool TryParse(string sample, out NumberFormat format)
    {
        format = new NumberFormat(null, '.');
        var signs = sample.Where(sign => !char.IsAsciiDigit(sign)).ToList();
        if (sample.Length < 3 || !char.IsAsciiDigit(sample[0]) || !char.IsAsciiDigit(sample[^1]) || signs.Any(sign => !".,' \u00A0\u202F\u2019".Contains(sign, StringComparison.Ordinal)))
        {
            return false;
        }

        switch (signs)
        {
            case [var group, var point] when group != point:
                format = new NumberFormat(group, point);
                return point is '.' or ',' && sample.IndexOf(point, StringComparison.Ordinal) - sample.IndexOf(group, StringComparison.Ordinal) == 4;
            case [var only] when sample.Length - sample.IndexOf(only, StringComparison.Ordinal) == 4 && sample.IndexOf(only, StringComparison.Ordinal) <= 3:
                format = new NumberFormat(only, only == '.' ? ',' : '.');
                return true;
            case ['.' or ',']:
                format = new NumberFormat(null, signs[0]);
                return true;
            default:
                return false;
        }
    }
}
