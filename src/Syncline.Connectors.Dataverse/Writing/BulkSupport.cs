using System.Collections.Concurrent;
using Syncline.Connectors.Dataverse.Errors;

namespace Syncline.Connectors.Dataverse.Writing;

/// <summary>
/// Remembers which tables take which bulk message. The site is asked once; where it does not tell, the message is tried, and a refusal as
/// "not supported" is remembered too. Safe for concurrent use.
/// </summary>
internal sealed class BulkSupport(IDataverseTransport transport)
{
    private readonly ConcurrentDictionary<(string Table, BulkMessage Message), bool> known = new();
    private volatile bool takesBatches = true;

    /// <summary>Whether the site takes <c>$batch</c> requests, as far as is known.</summary>
    public bool TakesBatches => takesBatches;

    public void NoBatches() => takesBatches = false;

    public async ValueTask<bool> IsOfferedAsync(string table, BulkMessage message, CancellationToken cancellationToken)
    {
        if (known.TryGetValue((table, message), out var offered))
        {
            return offered;
        }

        // UpsertMultiple is not registered per table: it is there where both of its halves are.
        var answer = message == BulkMessage.UpsertMultiple
            ? await IsOfferedAsync(table, BulkMessage.CreateMultiple, cancellationToken)
                && await IsOfferedAsync(table, BulkMessage.UpdateMultiple, cancellationToken)
            : await transport.OffersBulkAsync(table, message, cancellationToken) ?? true;
        known.TryAdd((table, message), answer);
        return known[(table, message)];
    }

    public void NotOffered(string table, BulkMessage message) => known[(table, message)] = false;

    /// <summary>Whether a fault means that the message is not there for this table, rather than that its rows are refused.</summary>
    public static bool IsUnsupported(ServerFault fault) =>
        fault.Number is ServerErrorCodes.SdkEntityDoesNotSupportMessage or ServerErrorCodes.NotImplemented or ServerErrorCodes.NotSupported
        || fault.Status is 501 or 405
        || (fault.Status == 404 && fault.Number is 0 or ServerErrorCodes.HttpError or ServerErrorCodes.UriUnparsable);
}
