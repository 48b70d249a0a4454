namespace Syncline.Sync.Runs;

/// <summary>How many rows of a run came to their end within a second.</summary>
/// <param name="Second">The second's beginning.</param>
/// <param name="Rows">The rows: written, refused or in conflict.</param>
public readonly record struct RunPace(DateTimeOffset Second, long Rows);
