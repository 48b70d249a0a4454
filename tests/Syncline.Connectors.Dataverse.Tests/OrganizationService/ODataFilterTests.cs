using System.Xml.Linq;
using Syncline.Connectors.Dataverse.OrganizationService;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.Tests.OrganizationService;

public sealed class ODataFilterTests
{
    [Theory]
    [InlineData("statecode eq 0", "<filter><condition attribute='statecode' operator='eq' value='0' /></filter>")]
    [InlineData("name ne 'O''Neil'", "<filter><condition attribute='name' operator='ne' value=\"O'Neil\" /></filter>")]
    [InlineData("donotemail eq true", "<filter><condition attribute='donotemail' operator='eq' value='1' /></filter>")]
    [InlineData("_parentcustomerid_value eq 465b158c-541c-e511-80d3-3863bb347ba8",
        "<filter><condition attribute='parentcustomerid' operator='eq' value='465b158c-541c-e511-80d3-3863bb347ba8' /></filter>")]
    [InlineData("revenue gt -1.5 and createdon le 2024-03-01T09:00:00Z",
        "<filter type='and'><condition attribute='revenue' operator='gt' value='-1.5' /><condition attribute='createdon' operator='le' value='2024-03-01T09:00:00Z' /></filter>")]
    [InlineData("a eq 1 or b eq 2 and c eq 3",
        "<filter type='or'><condition attribute='a' operator='eq' value='1' /><filter type='and'><condition attribute='b' operator='eq' value='2' /><condition attribute='c' operator='eq' value='3' /></filter></filter>")]
    [InlineData("(a eq 1 or b eq 2) and c ne null",
        "<filter type='and'><filter type='or'><condition attribute='a' operator='eq' value='1' /><condition attribute='b' operator='eq' value='2' /></filter><condition attribute='c' operator='not-null' /></filter>")]
    [InlineData("not (a eq 1 or b lt 2)", "<filter type='and'><condition attribute='a' operator='ne' value='1' /><condition attribute='b' operator='ge' value='2' /></filter>")]
    [InlineData("not (not (a eq null))", "<filter><condition attribute='a' operator='null' /></filter>")]
    [InlineData("contains(name,'50%_[x]')", "<filter><condition attribute='name' operator='like' value='%50[%][_][[]x]%' /></filter>")]
    [InlineData("startswith(name, 'A')", "<filter><condition attribute='name' operator='like' value='A%' /></filter>")]
    [InlineData("not endswith(name,'A')", "<filter><condition attribute='name' operator='not-like' value='%A' /></filter>")]
    [InlineData("name in ('A','B')", "<filter><condition attribute='name' operator='in'><value>A</value><value>B</value></condition></filter>")]
    public void A_filter_says_the_same_in_FetchXML(string filter, string fetchXml) =>
        ODataFilter.ToFetchXml(filter).Parts.Single().ToString(SaveOptions.DisableFormatting).ShouldBe(XElement.Parse(fetchXml).ToString(SaveOptions.DisableFormatting));

    [Theory]
    [InlineData("primarycontactid/fullname eq 'Ann'", "leads to another table")]
    [InlineData("Microsoft.Dynamics.CRM.Today(PropertyName='createdon')", "\"Microsoft.Dynamics.CRM.Today\" can't be said")]
    [InlineData("name like 'A'", "\"like\" is no comparison")]
    [InlineData("name eq", "a value is missing")]
    [InlineData("(name eq 'A'", "\")\" is missing at its end")]
    [InlineData("name eq 'A' x", "\"x\" was not expected")]
    [InlineData("name gt null", "compares with null")]
    [InlineData("name eq 'A", "means nothing")]
    [InlineData("", "ends behind")]
    public void What_has_no_word_in_FetchXML_is_refused(string filter, string why)
    {
        var error = Should.Throw<SchemaException>(() => ODataFilter.ToFetchXml(filter)).Error;

        error.Id.ShouldBe("DV2013");
        error.Message.ShouldContain(why);
    }
}
