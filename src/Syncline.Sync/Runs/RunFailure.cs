using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Runs;

/// <summary>A change without a good end.</summary>
/// <param name="Change">The change, with its values and its row in the source.</param>
/// <param name="Row">What became of it, and why.</param>
public sealed record RunFailure(PlannedChange Change, LedgerRow Row);
