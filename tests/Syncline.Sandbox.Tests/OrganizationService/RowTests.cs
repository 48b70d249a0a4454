using System.Net;
using System.Xml.Linq;
using Syncline.Sandbox.Tests.Site;
using static Syncline.Sandbox.Tests.OrganizationService.Soap;

namespace Syncline.Sandbox.Tests.OrganizationService;

/// <summary>Rows through the Organization Service, beside the same rows through the Web API.</summary>
public sealed class RowTests : IAsyncLifetime
{
    private SiteHost _site = null!;

    public async ValueTask InitializeAsync() => _site = await SiteHost.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task WhoAmI_tells_the_three_ids_in_the_recorded_order()
    {
        var reply = await _site.ExecuteAsync("g:WhoAmI");

        var result = reply.Body.Element(Services + "ExecuteResult")!;
        result.TypeOf().ShouldBe(("http://schemas.microsoft.com/crm/2011/Contracts", "WhoAmIResponse"));
        reply.Results.Elements().Select(pair => pair.Element(Generic + "key")!.Value).ShouldBe(["UserId", "BusinessUnitId", "OrganizationId"]);
        reply.Results.Value("UserId")!.Value.ShouldBe(_site.UserId.ToString());
        reply.Results.Value("UserId")!.TypeOf().ShouldBe(("http://schemas.microsoft.com/2003/10/Serialization/", "guid"));
    }

    [Fact]
    public async Task What_is_created_here_is_read_there()
    {
        var id = await _site.CreateAsync("account", Pair("name", "x:string", "Müller &amp; Söhne") + Pair("revenue", "b:Money", "<b:Value>1234.5</b:Value>") + Pair("industrycode", "b:OptionSetValue", "<b:Value>1</b:Value>")
            + Pair("numberofemployees", "x:int", "12") + Pair("creditonhold", "x:boolean", "true"));

        var row = await _site.GetAsync($"accounts({id})?$select=name,revenue,industrycode,numberofemployees,creditonhold");
        row.Json.GetProperty("name").GetString().ShouldBe("Müller & Söhne");
        row.Json.GetProperty("revenue").GetDecimal().ShouldBe(1234.5m);
        row.Json.GetProperty("industrycode").GetInt32().ShouldBe(1);
        row.Json.GetProperty("numberofemployees").GetInt32().ShouldBe(12);
        row.Json.GetProperty("creditonhold").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Every_type_of_value_has_its_form()
    {
        var parent = await _site.CreateAsync("account", Pair("name", "x:string", "Parent"));
        var id = await _site.CreateAsync("account", Pair("name", "x:string", "Child") + Pair("revenue", "b:Money", "<b:Value>1234.5</b:Value>") + Pair("industrycode", "b:OptionSetValue", "<b:Value>1</b:Value>")
            + Pair("parentaccountid", "b:EntityReference", Reference("account", parent)) + Pair("address1_latitude", "x:double", "2"));

        var row = await _site.RetrieveAsync("account", id, "*");

        Of("name").ShouldBe(("string", "Child"));
        Of("revenue").ShouldBe(("Money", "1234.5000"));
        Of("exchangerate").ShouldBe(("decimal", "1.0000000000"));
        Of("industrycode").ShouldBe(("OptionSetValue", "1"));
        Of("creditonhold").ShouldBe(("boolean", "false"));
        Of("address1_latitude").ShouldBe(("double", "2"));
        Of("accountid").ShouldBe(("guid", id.ToString()));
        Of("createdon").Text.ShouldMatch("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$");
        Of("versionnumber").Type.ShouldBe("long");
        var lookup = row.Get("parentaccountid")!;
        lookup.TypeOf().Name.ShouldBe("EntityReference");
        lookup.Elements().Select(member => member.Name.LocalName).ShouldBe(["Id", "KeyAttributes", "LogicalName", "Name", "RowVersion"]);
        lookup.Element(Contracts + "Name")!.Value.ShouldBe("Parent");
        row.Get("websiteurl").ShouldBeNull();
        row.Formatted("revenue").ShouldBe("€1,234.50");
        row.Formatted("creditonhold").ShouldBe("No");
        row.Element(Contracts + "RowVersion")!.Value.ShouldBe(row.Get("versionnumber")!.Value);

        (string Type, string Text) Of(string column) => (row.Get(column)!.TypeOf().Name, row.Get(column)!.Value);
    }

    [Fact]
    public async Task An_update_sets_clears_and_leaves()
    {
        var id = await _site.CreateAsync("account", Pair("name", "x:string", "Before") + Pair("telephone1", "x:string", "1") + Pair("fax", "x:string", "2"));

        var reply = await _site.CallAsync("Update", $"<entity>{Entity("account", Pair("name", "x:string", "After") + """<b:KeyValuePairOfstringanyType><c:key>fax</c:key><c:value i:nil="true"/></b:KeyValuePairOfstringanyType>""", id)}</entity>");

        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        reply.Body.ShouldSatisfyAllConditions(body => body.Name.ShouldBe(Services + "UpdateResponse"), body => body.HasElements.ShouldBeFalse());
        var row = await _site.RetrieveAsync("account", id, "name", "telephone1", "fax");
        row.Get("name")!.Value.ShouldBe("After");
        row.Get("telephone1")!.Value.ShouldBe("1");
        row.Get("fax").ShouldBeNull();
    }

    [Fact]
    public async Task A_deleted_row_does_not_exist_and_the_fault_says_so()
    {
        var id = await _site.CreateAsync("account", Pair("name", "x:string", "Gone"));
        (await _site.CallAsync("Delete", $"<entityName>account</entityName><id>{id}</id>")).Status.ShouldBe(HttpStatusCode.OK);

        var reply = await _site.CallAsync("Retrieve", $"<entityName>account</entityName><id>{id}</id><columnSet>{Columns("name")}</columnSet>");

        reply.Status.ShouldBe(HttpStatusCode.InternalServerError);
        reply.FaultCode.ShouldBe("s:Client");
        reply.ErrorCode.ShouldBe(-2147220969);
        reply.FaultString.ShouldBe($"Entity 'account' With Id = {id} Does Not Exist");
        reply.Fault.Elements().Select(member => member.Name.LocalName).ShouldBe(
            ["ActivityId", "ErrorCode", "ErrorDetails", "HelpLink", "Message", "Timestamp", "ExceptionRetriable", "ExceptionSource", "InnerFault", "OriginalException", "TraceText"]);
    }

    [Fact]
    public async Task An_unknown_column_is_named_in_the_fault()
    {
        var reply = await _site.CallAsync("Create", $"<entity>{Entity("account", Pair("ticketsymbol", "x:string", "A"))}</entity>");

        reply.ErrorCode.ShouldBe(-2147217149);
        reply.FaultString.ShouldBe("'Account' entity doesn't contain attribute with Name = 'ticketsymbol' and NameMapping = 'Logical'.");
    }

    [Fact]
    public async Task A_value_of_another_type_is_refused_and_never_converted()
    {
        var reply = await _site.CallAsync("Create", $"<entity>{Entity("account", Pair("industrycode", "x:int", "1"))}</entity>");

        reply.ErrorCode.ShouldBe(-2147220989);
        reply.FaultString.ShouldBe("Incorrect attribute value type System.Int32 for the column 'industrycode' of 'account'.");
    }

    [Fact]
    public async Task Characters_that_XML_has_no_place_for_survive()
    {
        var text = "a\r\nb\tc\u00e4\u4e2d\U0001F600";
        var id = await _site.CreateAsync("account", Pair("name", "x:string", "x") + Pair("description", "x:string", "a&#xD;\nb\tc\u00e4\u4e2d\U0001F600"));

        (await _site.RetrieveAsync("account", id, "description")).Get("description")!.Value.ShouldBe(text);
        (await _site.GetAsync($"accounts({id})?$select=description")).Json.GetProperty("description").GetString().ShouldBe(text);
    }
}
