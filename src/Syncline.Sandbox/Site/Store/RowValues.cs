namespace Syncline.Sandbox.Site.Store;

/// <summary>Comparison of two values of one column, as the server's database compares them: text without regard to case.</summary>
internal static class RowValues
{
    /// <summary>Order of two values of the same type; null comes first.</summary>
    public static int Compare(object? left, object? right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (string a, string b) => string.Compare(a, b, StringComparison.OrdinalIgnoreCase),
        (Reference a, Reference b) => Row.CompareIds(a.Id, b.Id),
        (Guid a, Guid b) => Row.CompareIds(a, b),
        (int a, int b) => a.CompareTo(b),
        (IComparable a, _) => a.CompareTo(right),
        _ => 0,
    };

    /// <summary>True when a write of <paramref name="right"/> over <paramref name="left"/> changes nothing, case included.</summary>
    public static bool Same(object? left, object? right) => (left, right) switch
    {
        (int[] a, int[] b) => a.AsSpan().SequenceEqual(b),
        _ => Equals(left, right),
    };
}
