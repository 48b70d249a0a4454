namespace Syncline.Compliance.Memory;

/// <summary>When two keys are the same.</summary>
internal sealed class KeyMatch(bool ignoreCase)
{
    public bool IsSame(IEnumerable<object?> left, IEnumerable<object?> right) =>
        left.Zip(right).All(pair => ignoreCase && pair is (string a, string b)
            ? string.Equals(a, b, StringComparison.OrdinalIgnoreCase)
            : Equals(pair.First, pair.Second));
}
