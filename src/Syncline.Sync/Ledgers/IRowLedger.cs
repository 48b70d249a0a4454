namespace Syncline.Sync.Ledgers;

/// <summary>Where a run writes down what it does, before and after it does it. Safe for concurrent use; what a call wrote has reached the disk when it returns.</summary>
internal interface IRowLedger
{
    /// <summary>Sets rows to what <paramref name="rows"/> say, all or none.</summary>
    ValueTask WriteAsync(IReadOnlyCollection<LedgerRow> rows, CancellationToken cancellationToken);

    /// <summary>Writes down that the source was told of added rows, or why it was not; all or none.</summary>
    ValueTask WriteBackAsync(IReadOnlyCollection<LedgerRow> rows, CancellationToken cancellationToken);

    /// <summary>Takes rows back to planned, all or none: it is certain that nothing of them was written.</summary>
    ValueTask ReleaseAsync(IReadOnlyCollection<long> seqs, CancellationToken cancellationToken);

    /// <summary>Writes down how the run stands.</summary>
    /// <param name="state">The new state.</param>
    /// <param name="reason">Why it stopped; null when there is nothing to say.</param>
    /// <param name="cancellationToken">Cancels before anything is written.</param>
    ValueTask SetStateAsync(RunState state, string? reason, CancellationToken cancellationToken);
}
