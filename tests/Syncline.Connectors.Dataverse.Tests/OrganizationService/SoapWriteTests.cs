using System.Xml.Linq;
using Syncline.Connectors.Dataverse.Tests.Scripted;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Errors;
using Syncline.Core.Rows;
using Syncline.Core.Writing;
using static Syncline.Connectors.Dataverse.Tests.Scripted.SoapScript;

namespace Syncline.Connectors.Dataverse.Tests.OrganizationService;

public sealed class SoapWriteTests
{
    private const string Together = ">ExecuteMultiple<";

    private static readonly Guid First = new("00000000-0000-4000-8000-000000000001");
    private static readonly Guid Contact = new("00000000-0000-4000-8000-00000000000c");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_is_written_with_the_type_of_each_value_in_the_order_that_contracts_demand()
    {
        await using var site = new SoapSite().On(">Create<", Response("Create", ("id", $"g:guid|{First}")));
        await using var connection = site.Connect(new WriteSettings { CallerId = Contact, DetectDuplicates = true, BypassLogic = "CustomSync", BypassFlows = true, Tag = "a&b" });

        var result = await WriteAsync(
            connection, WriteKind.Insert,
            ["accountid", "name", "numberofemployees", "revenue", "new_share", "new_height", "donotemail", "new_founded", "lastonholdtime", "new_opens", "industrycode", "new_interests", "primarycontactid"],
            [], null,
            [First, "Ä & <b>\r\n\t\u0001", 12L, 1.5m, 2.25m, 0.1, false, new DateOnly(1980, 2, 29), new DateTime(2024, 3, 1, 12, 30, 15, DateTimeKind.Utc), new DateTime(2024, 3, 1, 9, 0, 0), 2, "1,4", Contact]);

        (result.Outcomes.Single().Status, result.Outcomes.Single().Id).ShouldBe((RowStatus.Done, First.ToString()));
        var request = site.Requests.Single(request => request.Body.Contains(">Create<", StringComparison.Ordinal));
        request.Body.ShouldContain("&#x1;");
        request.Body.ShouldContain("&#xD;");
        request.RawPath.ShouldEndWith("?SDKClientVersion=9.2.0.0");
        var envelope = XElement.Parse(request.Body.Replace("&#x1;", "", StringComparison.Ordinal));
        envelope.Elements().First().Elements().Select(header => $"{header.Name.LocalName}: {header.Value}").ShouldBe(["SdkClientVersion: 9.2.0.0", $"CallerId: {Contact}"]);
        var parameters = Pairs(envelope.Descendants().First(element => element.Name.LocalName == "Parameters"));
        parameters.Keys.ShouldBe(["BypassBusinessLogicExecution", "SuppressCallbackRegistrationExpanderJob", "SuppressDuplicateDetection", "tag", "Target"]);
        Plain(parameters["SuppressDuplicateDetection"]).ShouldBe("http://www.w3.org/2001/XMLSchema boolean: false");
        Plain(parameters["tag"]).ShouldBe("http://www.w3.org/2001/XMLSchema string: a&b");
        var target = parameters["Target"];
        target.Elements().Select(element => element.Name.LocalName).ShouldBe(["Attributes", "EntityState", "FormattedValues", "Id", "LogicalName", "RelatedEntities"]);
        Pairs(target.Elements().First()).Select(pair => $"{pair.Key} = {Plain(pair.Value)}").ShouldBe(
        [
            $"accountid = http://schemas.microsoft.com/2003/10/Serialization/ guid: {First}",
            "name = http://www.w3.org/2001/XMLSchema string: Ä & <b>\r\n\t",
            "numberofemployees = http://www.w3.org/2001/XMLSchema int: 12",
            "revenue = http://schemas.microsoft.com/xrm/2011/Contracts Money: 1.5",
            "new_share = http://www.w3.org/2001/XMLSchema decimal: 2.25",
            "new_height = http://www.w3.org/2001/XMLSchema double: 0.1",
            "donotemail = http://www.w3.org/2001/XMLSchema boolean: false",
            "new_founded = http://www.w3.org/2001/XMLSchema dateTime: 1980-02-29T00:00:00Z",
            "lastonholdtime = http://www.w3.org/2001/XMLSchema dateTime: 2024-03-01T12:30:15Z",
            "new_opens = http://www.w3.org/2001/XMLSchema dateTime: 2024-03-01T09:00:00Z",
            "industrycode = http://schemas.microsoft.com/xrm/2011/Contracts OptionSetValue: 2",
            "new_interests = http://schemas.microsoft.com/xrm/9.0/Contracts OptionSetValueCollection: 14",
            $"primarycontactid = http://schemas.microsoft.com/xrm/2011/Contracts EntityReference: {Contact}contact",
        ]);
    }

    [Fact]
    public async Task An_expected_version_and_a_key_stand_in_their_places_and_a_cleared_value_is_nil()
    {
        await using var site = new SoapSite().On(">Update<", Response("Update")).On(">Delete<", Response("Delete"));
        await using var connection = site.Connect();

        await WriteAsync(connection, WriteKind.Update, ["accountid", "name", "primarycontactid"], ["accountid"], ["W/\"919042\""], [First, "A", null]);
        await WriteAsync(connection, WriteKind.Delete, ["name"], ["name"], null, ["Key"]);

        var update = Parameters(site, ">Update<");
        Plain(update["ConcurrencyBehavior"]).ShouldBe("http://schemas.microsoft.com/xrm/7.1/Contracts ConcurrencyBehavior: IfRowVersionMatches");
        update["Target"].Elements().Last().ToString().ShouldContain(">919042<");
        Pairs(update["Target"].Elements().First())["primarycontactid"].Attributes().Select(attribute => $"{attribute.Name.LocalName}={attribute.Value}").ShouldBe(["nil=true"]);
        var deleted = Parameters(site, ">Delete<");
        deleted.Keys.ShouldBe(["Target"]);
        deleted["Target"].Elements().Select(element => element.Name.LocalName).ShouldBe(["Id", "KeyAttributes", "LogicalName", "Name"]);
        deleted["Target"].Elements().ElementAt(1).Elements().Single().Name.NamespaceName.ShouldBe("http://schemas.microsoft.com/xrm/7.1/Contracts");
    }

    [Fact]
    public async Task Each_row_of_one_request_has_its_own_outcome_whatever_their_order()
    {
        await using var site = new SoapSite().On(Together, Response("ExecuteMultiple", ("IsFaulted", "d:boolean|true"), (
            "Responses", "e:ExecuteMultipleResponseItemCollection|" + Refused(2, 0x80044331, "The length of the 'name' attribute of the 'account' entity exceeded the maximum allowed length of '160'.")
                + Refused(1, 0x80060882, "The version of the existing record doesn't match the RowVersion property provided.") + Answered(0, "Update"))));
        await using var connection = site.Connect();

        var result = await WriteAsync(connection, WriteKind.Update, ["accountid", "name"], ["accountid"], ["W/\"1\"", "W/\"2\"", "W/\"3\""], [Id(1), "A"], [Id(2), "B"], [Id(3), "C"]);

        result.Outcomes.Select(outcome => (outcome.Status, outcome.Error?.Id)).ShouldBe([(RowStatus.Done, null), (RowStatus.Conflict, "DV3014"), (RowStatus.Failed, "DV3002")]);
    }

    [Fact]
    public async Task Rows_of_which_nothing_is_told_are_in_doubt_unless_the_server_stopped_before_them()
    {
        await using var site = new SoapSite();
        await using var connection = site.Connect();

        site.On(Together, Response("ExecuteMultiple", ("Responses", "e:ExecuteMultipleResponseItemCollection|" + Answered(1, "Delete"))));
        var silent = await WriteAsync(connection, WriteKind.Delete, ["accountid"], ["accountid"], null, [Id(1)], [Id(2)], [Id(3)]);
        site.On(Together, Response("ExecuteMultiple", ("Responses", "e:ExecuteMultipleResponseItemCollection|" + Answered(0, "Delete") + Refused(1, 0x80040203, "No."))));
        var stopped = await WriteAsync(connection, WriteKind.Delete, ["accountid"], ["accountid"], null, [Id(1)], [Id(2)], [Id(3)]);

        silent.Outcomes.Select(outcome => outcome.Status).ShouldBe([RowStatus.Unknown, RowStatus.Done, RowStatus.Unknown]);
        stopped.Outcomes.Select(outcome => outcome.Status).ShouldBe([RowStatus.Done, RowStatus.Failed, RowStatus.Failed]);
        stopped.Outcomes[2].Error!.Id.ShouldBe("DV3019");
    }

    [Fact]
    public async Task A_bulk_upsert_tells_which_rows_were_made()
    {
        static string Upserted(Guid id, bool created) => "<b:UpsertResponse>" + Results("Upsert", ("RecordCreated", $"d:boolean|{(created ? "true" : "false")}"),
            ("Target", $"b:EntityReference|<b:Id>{id}</b:Id><b:LogicalName>account</b:LogicalName><b:Name i:nil=\"true\"/>")) + "</b:UpsertResponse>";
        await using var site = new SoapSite()
            .On("sdkmessagefilter", Page(false, null, (Pair("sdkmessagefilterid", $"g:guid|{First}"), "")))
            .On(">UpsertMultiple<", Response("UpsertMultiple", ("Results", "b:ArrayOfUpsertResponse|" + Upserted(Id(1), true) + Upserted(Id(2), false))));
        await using var connection = site.Connect();

        var result = await WriteAsync(connection, WriteKind.Upsert, ["name", "numberofemployees"], ["name"], null, ["A", 1L], ["B", 2L]);

        result.Outcomes.Select(outcome => (outcome.Status, outcome.Id, outcome.Inserted)).ShouldBe(
            [(RowStatus.Done, (string?)Id(1).ToString(), (bool?)true), (RowStatus.Done, Id(2).ToString(), false)]);
    }

    private static Guid Id(int number) => new($"00000000-0000-4000-8000-{number:000000000000}");

    private static string Answered(int index, string message) =>
        $"<e:ExecuteMultipleResponseItem><e:Fault i:nil=\"true\"/><e:RequestIndex>{index}</e:RequestIndex><e:Response i:type=\"b:{message}Response\">{Results(message)}</e:Response></e:ExecuteMultipleResponseItem>";

    private static string Refused(int index, uint code, string message) =>
        $"<e:ExecuteMultipleResponseItem><e:Fault>{FaultMembers(code, message)}</e:Fault><e:RequestIndex>{index}</e:RequestIndex><e:Response i:nil=\"true\"/></e:ExecuteMultipleResponseItem>";

    private static Dictionary<string, XElement> Parameters(SoapSite site, string message) => Pairs(
        XElement.Parse(site.Requests.Single(request => request.Body.Contains(message, StringComparison.Ordinal)).Body).Descendants().First(element => element.Name.LocalName == "Parameters"));

    private static Dictionary<string, XElement> Pairs(XElement collection) =>
        collection.Elements().ToDictionary(pair => pair.Elements().First().Value, pair => pair.Elements().Last(), StringComparer.Ordinal);

    /// <summary>A value with the namespace and name of its type.</summary>
    private static string Plain(XElement value)
    {
        var type = value.Attributes().Single(attribute => attribute.Name.LocalName == "type").Value.Split(':');
        return $"{value.GetNamespaceOfPrefix(type[0])!.NamespaceName} {type[1]}: {value.Value}";
    }

    private static async Task<WriteResult> WriteAsync(DataverseConnection connection, WriteKind kind, string[] columns, string[] keys, string?[]? versions, params object?[][] rows)
    {
        var schema = await connection.DescribeTableAsync("account", Cancellation);
        var builder = new RowBatchBuilder([.. columns.Select(column => schema.Find(column)!)]);
        foreach (var row in rows)
        {
            builder.AppendRow(row);
        }

        using var batch = builder.Build();
        return await connection.Writer.WriteAsync(new WriteBatch { Table = "account", Kind = kind, Rows = batch, KeyColumns = keys, ExpectedVersions = versions }, Cancellation);
    }
}
