namespace Syncline.Sync.Mapping;

/// <summary>What an expression gives for one row.</summary>
/// <param name="Text">The value as text; null when it is no value.</param>
/// <param name="Failure">Why it could not be computed for this row; null when it could. May hold the row's value.</param>
public sealed record TriedValue(string? Text, string? Failure);
