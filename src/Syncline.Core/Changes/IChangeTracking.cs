using Syncline.Core.Reading;

namespace Syncline.Core.Changes;

/// <summary>Reads what changed in a table since an earlier read. Safe for concurrent use.</summary>
public interface IChangeTracking
{
    /// <summary>
    /// Reads the rows that were added or changed since a token was given out, and the keys of those that were deleted, in no particular order.
    /// A row may be told again although it did not change, and a deletion although the row was never told; never the other way round.
    /// Without a token, and when the system can't tell the changes (the token expired, the table is not tracked), every row is read instead:
    /// each batch then says so by <see cref="ChangeBatch.IsFull"/>. An enumeration that ends without an exception is complete, and its last
    /// batch, and no other, carries the next token; a table that is not tracked has none.
    /// </summary>
    /// <param name="request">
    /// Table and columns. <see cref="ReadRequest.Filter"/>, <see cref="ReadRequest.Keys"/> and <see cref="ReadRequest.MaxRows"/> must be null: a
    /// row that leaves a filter would look unchanged.
    /// </param>
    /// <param name="since">Token of the last complete read with the same columns; null for the first.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ArgumentException">The request has a filter, keys or a limit.</exception>
    /// <exception cref="Errors.ReadException">Not everything could be read; the old token stays good.</exception>
    /// <exception cref="Errors.SchemaException">The table or a column is not there.</exception>
    IAsyncEnumerable<ChangeBatch> ReadAsync(ReadRequest request, string? since, CancellationToken cancellationToken);
}
