using System.Net;
using Syncline.Sandbox.Tests.Site;
using static Syncline.Sandbox.Tests.OrganizationService.Soap;

namespace Syncline.Sandbox.Tests.OrganizationService;

/// <summary>The rows that a role reaches are the same by either of the site's services. Microsoft Learn: "Security roles and privileges".</summary>
public sealed class ReachTests : IAsyncLifetime
{
    private const int AccessDenied = -2147187962;

    private static readonly (string, string) Manager = ("Authorization", "Bearer gustav.holm@contoso.example");
    private SiteHost _site = null!;

    public async ValueTask InitializeAsync() => _site = await SiteHost.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_query_leaves_out_rows_that_are_out_of_reach()
    {
        const string Query = """<query i:type="b:FetchExpression"><b:Query>&lt;fetch&gt;&lt;entity name='contact'&gt;&lt;attribute name='fullname'/&gt;&lt;/entity&gt;&lt;/fetch&gt;</b:Query></query>""";

        var reply = await _site.CallAsync("RetrieveMultiple", Query, "", Manager);

        reply.Body.Element(Services + "RetrieveMultipleResult")!.Element(Contracts + "Entities")!.Elements().Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_row_out_of_reach_is_neither_read_nor_changed_nor_deleted()
    {
        var foreign = await _site.IdAsync("accounts", "accountid", "accountnumber eq 'A-1001'");
        var own = await _site.IdAsync("accounts", "accountid", "accountnumber eq 'A-1008'");
        string[] operations =
        [
            $"Retrieve|<entityName>account</entityName><id>{foreign}</id><columnSet>{Columns("name")}</columnSet>",
            $"Update|<entity>{Entity("account", Pair("name", "x:string", "Taken"), foreign)}</entity>",
            $"Delete|<entityName>account</entityName><id>{foreign}</id>",
        ];
        foreach (var operation in operations)
        {
            var parts = operation.Split('|');
            (await _site.CallAsync(parts[0], parts[1], "", Manager)).ErrorCode.ShouldBe(AccessDenied, parts[0]);
        }

        (await _site.CallAsync("Update", $"<entity>{Entity("account", Pair("name", "x:string", "Renamed"), own)}</entity>", "", Manager)).Status.ShouldBe(HttpStatusCode.OK);
    }
}
