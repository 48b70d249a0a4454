using Syncline.Core.Errors;

namespace Syncline.Sync.Resending;

/// <summary>What a typed text means.</summary>
/// <param name="Value">The value as batches give it; null for none.</param>
/// <param name="Error">Why it is no value of the column; null when it is one.</param>
public sealed record TypedValue(object? Value, ErrorDetail? Error = null);
