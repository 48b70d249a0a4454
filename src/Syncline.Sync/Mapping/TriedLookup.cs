namespace Syncline.Sync.Mapping;

/// <summary>How many rows of a source a lookup rule finds something for.</summary>
public sealed record TriedLookup
{
    /// <summary>Rows of the source that hold a value.</summary>
    public required long Rows { get; init; }

    /// <summary>Those of them that find exactly one row.</summary>
    public required long Resolved { get; init; }

    /// <summary>Those that find none.</summary>
    public required long Missing { get; init; }

    /// <summary>Those that find several.</summary>
    public required long Ambiguous { get; init; }

    /// <summary>Rows of the source without a value; they are not among <see cref="Rows"/>.</summary>
    public required long Empty { get; init; }

    /// <summary>Values that find none or several, those of most rows first; at most <see cref="LookupTrial.MostListed"/>.</summary>
    public required IReadOnlyList<UnresolvedValue> Unresolved { get; init; }
}
