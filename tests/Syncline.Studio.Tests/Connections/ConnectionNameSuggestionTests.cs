using Syncline.Connections.Library;
using Syncline.Studio.Connections;
using Syncline.Workspace;

namespace Syncline.Studio.Tests.Connections;

public sealed class ConnectionNameSuggestionTests
{
    [Theory]
    [InlineData("dynamics-365", "url", "https://contoso-test.crm4.dynamics.com/main.aspx", "contoso-test")]
    [InlineData("dynamics-365", "url", "http://localhost:5000", "sandbox")]
    [InlineData("dynamics-365", "url", "not an address", "dynamics-365")]
    [InlineData("csv", "path", "/data/CRM Export/", "crm-export")]
    [InlineData("csv", "path", "/data/contacts.csv", "contacts")]
    [InlineData("csv", "path", "/data/нет.csv", "csv")]
    public void A_name_follows_from_what_was_typed_and_the_library_takes_it(string connector, string option, string value, string name)
    {
        var descriptor = ConnectorList.All.Single(one => one.Descriptor.Name == connector).Descriptor;
        var suggested = ConnectionNameSuggestion.From(descriptor, new Dictionary<string, string>(StringComparer.Ordinal) { [option] = value });
        suggested.ShouldBe(name);
        ConnectionName.Problem(suggested).ShouldBeNull();
    }
}
