using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Runs;

/// <summary>What a run did to a row.</summary>
/// <param name="Run">The run.</param>
/// <param name="Change">The change, as planned.</param>
/// <param name="Columns">Columns that its values are aligned with.</param>
/// <param name="Line">What became of it; null while it was not sent.</param>
public sealed record RowEvent(RunSummary Run, PlannedChange Change, IReadOnlyList<PlanColumn> Columns, LedgerRow? Line);
