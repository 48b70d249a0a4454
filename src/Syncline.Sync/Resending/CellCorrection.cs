namespace Syncline.Sync.Resending;

/// <summary>A value that somebody corrected before a failed row is sent again.</summary>
/// <param name="Seq">Number of the change in the run's plan.</param>
/// <param name="Column">Name of the plan's column.</param>
/// <param name="Value">The value, of the column's type; null for none.</param>
public sealed record CellCorrection(long Seq, string Column, object? Value);
