using Syncline.Compliance.Suite;
using Syncline.Connectors.OData;
using Syncline.Core.Connectors;
using Syncline.ODataService;

namespace Syncline.Compliance.OData;

public sealed class ODataComplianceTests : WritingCompliance, IAsyncLifetime
{
    private ODataSite site = null!;

    protected override IConnector Connector { get; } = new ODataConnector();

    protected override ConnectionSettings Settings => new()
    {
        Name = "service",
        Connector = "odata",
        Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["url"] = site.Url },
    };

    protected override string Table => "Contacts";

    protected override string KeyColumn => "Number";

    protected override (string Option, string Value) WrongOption => ("url", "services.example.com");

    protected override WritableTable Target => new("Contacts", "Number", "Name", "Note", BadText: new string('x', 101));

    public async ValueTask InitializeAsync()
    {
        site = await ODataSite.StartAsync();
        foreach (var number in new[] { "C-1", "C-2", "C-3", "C-4" })
        {
            site.Store.Contacts[number] = new Contact { Number = number, Name = $"Öztürk 漢 {number}" };
        }
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();
}
