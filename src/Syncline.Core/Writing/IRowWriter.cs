namespace Syncline.Core.Writing;

/// <summary>Writes rows. Safe for concurrent use.</summary>
public interface IRowWriter
{
    /// <summary>
    /// Writes one batch and returns one outcome per row. What the server refuses, and a lost connection, are outcomes; exceptions are for
    /// what concerns the whole run: a dead sign-in (<see cref="Errors.SignInException"/>), a table that is not there, a broken contract.
    /// Sends nothing twice: repeating is the caller's decision. Cancelling before anything was sent throws; afterwards the rows in flight
    /// are <see cref="RowStatus.Unknown"/>.
    /// </summary>
    ValueTask<WriteResult> WriteAsync(WriteBatch batch, CancellationToken cancellationToken);
}
