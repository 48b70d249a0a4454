using System.Text.Json;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Writing;

/// <summary>Carries out the rows of a bulk message, whichever service it came through (PROTOCOL 5.7).</summary>
internal sealed class BulkTransactions(SiteStore store)
{
    /// <summary>Standard tables: one transaction, all or nothing. With <paramref name="unique"/> no row may be named twice.</summary>
    public List<TResult> Together<TTarget, TResult>(SiteRequest request, List<TTarget> targets, Func<Transaction, TTarget, TResult> change, Func<TResult, Row> rowOf, bool unique) =>
        store.Write(request.Changes, transaction =>
        {
            var seen = new HashSet<Guid>();
            return targets.ConvertAll(target =>
            {
                var result = change(transaction, target);
                return seen.Add(rowOf(result).Id) || !unique ? result : throw SiteErrors.DuplicatePrimaryKey();
            });
        });

    /// <summary>Elastic tables: every row that can be written is; when any could not be, the answer is an error whose details tell each row's fate.</summary>
    public List<TResult> Each<TTarget, TResult>(SiteRequest request, List<TTarget> targets, Func<Transaction, TTarget, TResult> change, Func<TResult, Row> rowOf, Func<TTarget, Guid?> idOf, string message)
    {
        var (written, fates) = (new List<TResult>(), new List<(Guid? Id, int Status)>());
        SiteException? first = null;
        foreach (var target in targets)
        {
            try
            {
                var result = store.Write(request.Changes, transaction => change(transaction, target));
                written.Add(result);
                fates.Add((rowOf(result).Id, message == "CreateMultiple" ? 201 : message == "DeleteMultiple" ? 204 : 200));
            }
            catch (SiteException error)
            {
                first ??= error;
                fates.Add((idOf(target), error.Status));
            }
        }

        if (first is null)
        {
            return written;
        }

        var details = JsonSerializer.Serialize(fates.Select((fate, index) => new { RequestIndex = index, Id = fate.Id?.ToString() ?? "", StatusCode = fate.Status }));
        throw new SiteException(first.Status, first.Code, first.Message) { Name = first.Name, Details = [.. first.Details, new("Plugin.BulkApiErrorDetails", details)] };
    }
}
