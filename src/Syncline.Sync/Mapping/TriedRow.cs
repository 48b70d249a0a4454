namespace Syncline.Sync.Mapping;

/// <summary>One row of the source and what the map makes of it.</summary>
/// <param name="Source">Values of the source as text, one for each source column; null is no value.</param>
/// <param name="Mapped">Values of the target, one for each target column.</param>
/// <param name="IsLeftOut">Whether a lookup that finds nothing leaves the whole row alone.</param>
public sealed record TriedRow(IReadOnlyList<string?> Source, IReadOnlyList<TriedCell> Mapped, bool IsLeftOut)
{
    /// <summary>Whether any value is wrong: a compare lists such a row as a problem.</summary>
    public bool HasProblem => Mapped.Any(cell => cell.Problem is not null);
}
