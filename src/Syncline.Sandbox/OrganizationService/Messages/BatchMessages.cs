using System.Globalization;
using System.Xml.Linq;
using Syncline.Sandbox.OrganizationService.Values;
using Syncline.Sandbox.OrganizationService.Xml;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Store;
using Syncline.Sandbox.Site.Traffic;

namespace Syncline.Sandbox.OrganizationService.Messages;

/// <summary>ExecuteMultiple and ExecuteTransaction (PROTOCOL 5.7; Microsoft Learn: "Execute multiple requests using the SDK for .NET", "Execute messages in a single database transaction").</summary>
internal sealed class BatchMessages(Lazy<MessageTable> messages, SiteStore store, SiteClock clock) : IMessages
{
    /// <summary>The most messages in one.</summary>
    private const int MaxRequests = 1000;

    public IEnumerable<(string Name, Message Message)> All => [("ExecuteMultiple", Multiple), ("ExecuteTransaction", Transaction)];

    /// <summary>Each message for itself. A failed one ends the rest unless ContinueOnError is set; without ReturnResponses, only faults are told.</summary>
    private OrganizationResponse Multiple(SiteRequest request, Parameters parameters)
    {
        var requests = RequestsOf(parameters);
        var settings = parameters.Required<Structure>("Settings").Element;
        parameters.Check();
        var (goesOn, returns) = (Flag(settings, "ContinueOnError"), Flag(settings, "ReturnResponses"));
        var items = new List<(int, OrganizationResponse?, SiteException?)>();
        var faulted = false;
        for (var i = 0; i < requests.Count; i++)
        {
            request.Work.Parts++;
            try
            {
                var response = messages.Value.Execute(request, requests[i]);
                if (returns)
                {
                    items.Add((i, response, null));
                }
            }
            catch (SiteException error)
            {
                items.Add((i, null, error));
                faulted = true;
                if (!goesOn)
                {
                    break;
                }
            }
        }

        return new OrganizationResponse(
            "ExecuteMultiple",
            new KeyValuePair<string, object?>("Responses", new MultipleResponses(items, Guid.NewGuid(), clock.GetUtcNow().UtcDateTime)),
            new KeyValuePair<string, object?>("IsFaulted", faulted));
    }

    /// <summary>All messages or none. The error of the one that failed is the answer, with its index among the details.</summary>
    private OrganizationResponse Transaction(SiteRequest request, Parameters parameters)
    {
        var requests = RequestsOf(parameters);
        var returns = parameters.Flag("ReturnResponses");
        parameters.Check();
        var responses = new List<OrganizationResponse>(requests.Count);
        using var changes = store.Open();
        var within = request with { Changes = changes };
        for (var i = 0; i < requests.Count; i++)
        {
            request.Work.Parts++;
            try
            {
                responses.Add(messages.Value.Execute(within, requests[i]));
            }
            catch (SiteException error)
            {
                throw new SiteException(error.Status, error.Code, error.Message)
                {
                    Name = error.Name,
                    Details = [.. error.Details, new("FaultedRequestIndex", i.ToString(CultureInfo.InvariantCulture))],
                };
            }
        }

        store.Commit(changes);
        return new OrganizationResponse(
            "ExecuteTransaction",
            new KeyValuePair<string, object?>("Responses", new ResponseList(("OrganizationResponseCollection", Xmlns.Contracts2012), "OrganizationResponse", returns ? responses : [])));
    }

    private static IReadOnlyList<OrganizationRequest> RequestsOf(Parameters parameters)
    {
        var requests = parameters.Required<OrganizationRequests>("Requests").Items;
        if (requests.Count > MaxRequests)
        {
            throw new SiteException(400, "0x80040203", $"The request batch size of {requests.Count} exceeds the maximum batch size of {MaxRequests}.")
            {
                Name = "InvalidArgument",
                Details = [new("MaxBatchSize", MaxRequests.ToString(CultureInfo.InvariantCulture))],
            };
        }

        return requests.FirstOrDefault(inner => inner.Name is "ExecuteMultiple" or "ExecuteTransaction") is { } nested
            ? throw new SiteException(400, "0x80040203", $"The message '{nested.Name}' can't be within '{parameters.Message}'.") { Name = "InvalidArgument" }
            : requests;
    }

    private static bool Flag(XElement settings, string name) => settings.Element(XName.Get(name, Xmlns.Contracts2012))?.Value is "true" or "1";
}
