using System.Collections.Concurrent;

namespace Syncline.Connectors.Dataverse.Tests.Scripted;

/// <summary>
/// A site that only has an Organization Service, whose answers are written in the test. A request is answered by the last rule whose text stands in it, such as
/// <c>&gt;WhoAmI&lt;</c> or the name of a table that is queried.
/// </summary>
internal sealed class SoapSite : IAsyncDisposable
{
    private readonly ScriptedSite site = new();
    private readonly List<(string Text, Func<string, SiteReply> Answer)> rules = [];
    private readonly ConcurrentQueue<SiteRequest> requests = new();

    public SoapSite()
    {
        site.On("POST", "/XRMServices/2011/Organization.svc/web", request =>
        {
            requests.Enqueue(request);
            lock (rules)
            {
                return (rules.FindLast(rule => request.Body.Contains(rule.Text, StringComparison.Ordinal)).Answer
                    ?? (_ => Fault(0x80040217, "Nothing of that kind is there.")))(request.Body);
            }
        });
        On(">RetrieveEntity<", SoapScript.Response("RetrieveEntity", ("EntityMetadata", "m:EntityMetadata|" + SoapTables.Account)));
        On(">RetrieveAllEntities<", SoapScript.Response("RetrieveAllEntities", ("EntityMetadata", $"m:ArrayOfEntityMetadata|{SoapTables.List("account", "contact")}")));
    }

    /// <summary>Requests so far.</summary>
    public IReadOnlyList<SiteRequest> Requests => [.. requests];

    /// <summary>The site beneath, for rules on its other addresses.</summary>
    public ScriptedSite Site => site;

    public static SiteReply Soap(string xml, int status = 200) => new(status, xml, "text/xml; charset=utf-8");

    public static SiteReply Fault(uint code, string message, string details = "", string? inner = null) => Soap(SoapScript.Fault(code, message, details, inner), 500);

    public SoapSite On(string text, Func<string, SiteReply> answer)
    {
        lock (rules)
        {
            rules.Add((text, answer));
        }

        return this;
    }

    public SoapSite On(string text, string xml) => On(text, _ => Soap(xml));

    public DataverseConnection Connect(Dataverse.Writing.WriteSettings? settings = null) => site.ConnectOrganizationService(settings);

    public ValueTask DisposeAsync() => site.DisposeAsync();
}
