namespace Syncline.Sync.Applying;

/// <summary>A row of the target as it stands now.</summary>
/// <param name="Version">Its version; null where the target has none.</param>
/// <param name="Values">Values aligned with the plan's columns; what was not read is null.</param>
/// <param name="Extra">Value of the further column that was asked for; null when none was.</param>
internal sealed record TargetRow(string? Version, object?[] Values, object? Extra = null);
