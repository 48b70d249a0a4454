using Syncline.Core.Tables;

namespace Syncline.Sync.Applying;

/// <summary>
/// Whether a value read back is the value that was written. Systems keep some values less exactly than they take them (Dataverse drops
/// fractions of a second and trailing blanks), so this is a little wider than equality: times within a second, floating-point numbers within
/// a billionth, texts up to trailing white space and the kind of line ends.
/// </summary>
internal static class CellEquality
{
    public static bool AreSame(object? left, object? right, ColumnType type) => (left, right) switch
    {
        (null, null) => true,
        (string { Length: 0 }, null) or (null, string { Length: 0 }) => true,
        (null, _) or (_, null) => false,
        (string a, string b) when type.Kind == ColumnKind.Text => a == b || Trimmed(a) == Trimmed(b),
        (DateTime a, DateTime b) => (a - b).Duration() < TimeSpan.FromSeconds(1),
        (TimeOnly a, TimeOnly b) => (a.ToTimeSpan() - b.ToTimeSpan()).Duration() < TimeSpan.FromSeconds(1),
        (double a, double b) => a.Equals(b) || Math.Abs(a - b) <= 1e-9 * Math.Max(Math.Abs(a), Math.Abs(b)),
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        _ => left.Equals(right),
    };

    private static string Trimmed(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd();
}
