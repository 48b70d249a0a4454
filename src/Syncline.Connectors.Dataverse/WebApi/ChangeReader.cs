using System.Globalization;
using System.Runtime.CompilerServices;
using Syncline.Connectors.Dataverse.Changes;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Core.Changes;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>
/// Reads tracked changes: pages like any others, whose last one has a link to what comes later
/// (https://learn.microsoft.com/power-apps/developer/data-platform/use-change-tracking-synchronize-data-external-systems).
/// </summary>
internal sealed class ChangeReader(WebApiClient client)
{
    private readonly PageReader pages = new(client);

    public async IAsyncEnumerable<ChangeBatch> ReadAsync(RowQuery query, string? since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (first, prefer) = PageQuery.OfChanges(query, since, client.Addresses);
        await using var read = pages.ReadAsync(query, first, prefer, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var token = default(string);
        while (await NextAsync(read))
        {
            var page = read.Current;
            token = page.DeltaLink is { } link ? PageQuery.DeltaTokenOf(link) : token;
            if (page.Batch is not null || page.Deleted.Count > 0)
            {
                yield return new ChangeBatch { Rows = page.Batch, DeletedKeys = [.. page.Deleted.Cast<object>()] };
            }
        }

        // Without a link the site did not track, whatever it was asked: a later read could only miss changes.
        yield return token is null
            ? throw ReadErrors.PageBroken(query.Table.LogicalName, "the last page of a tracked read names no place to go on from")
            : new ChangeBatch { Token = token };
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<Page> read)
    {
        try
        {
            return await read.MoveNextAsync();
        }
        catch (ReadException exception) when (Number(exception) is ServerErrorCodes.ExpiredVersionStamp)
        {
            throw new ChangesRefusedException(isTracked: true);
        }
        catch (ReadException exception) when (Number(exception) is ServerErrorCodes.ChangeTrackingNotEnabledForEntity)
        {
            throw new ChangesRefusedException(isTracked: false);
        }
    }

    private static uint Number(ReadException exception) =>
        exception.Error.ServerCode is { Length: > 2 } code && uint.TryParse(code.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
