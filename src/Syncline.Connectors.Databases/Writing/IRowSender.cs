using System.Data.Common;

namespace Syncline.Connectors.Databases.Writing;

/// <summary>Sends rows of one order in one transaction.</summary>
internal interface IRowSender
{
    /// <summary>
    /// Sends rows; the transaction is the caller's. A sender that goes row by row tells a refused one by its effect; one that sends many at
    /// once throws, and is called again with fewer of them after a rollback.
    /// </summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="transaction">Its transaction.</param>
    /// <param name="rows">Indexes of rows in the order's batch; at least one.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>One effect per row, aligned with <paramref name="rows"/>.</returns>
    ValueTask<IReadOnlyList<RowEffect>> SendAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<int> rows, CancellationToken cancellationToken);
}
