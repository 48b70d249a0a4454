namespace Syncline.Sync.Mapping;

/// <summary>A value of the source for which a lookup rule finds no row, or several.</summary>
/// <param name="Value">The value as text; of a rule that matches several columns, joined by commas.</param>
/// <param name="Rows">Rows of the source that hold it.</param>
/// <param name="Found">Rows that it finds: 0, or 2 and more.</param>
public sealed record UnresolvedValue(string Value, long Rows, long Found);
