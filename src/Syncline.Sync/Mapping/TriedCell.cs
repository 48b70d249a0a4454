namespace Syncline.Sync.Mapping;

/// <summary>A value that the map makes.</summary>
/// <param name="Text">The value as text; null is no value.</param>
/// <param name="Name">What people call it: the name of the row that a lookup finds, or the label of a choice; null when it has none.</param>
/// <param name="Problem">What is wrong with it, a sentence; null when nothing is. May hold the row's value.</param>
public sealed record TriedCell(string? Text, string? Name, string? Problem);
