using Syncline.Connectors.Dataverse.Tests.Scripted;
using Syncline.Core.Errors;
using Syncline.Core.Rows;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Tests.Errors;

public sealed class RowRefusalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, "0x80044331", "A validation error occurred.  The length of the 'lastname' attribute of the 'contact' entity exceeded the maximum allowed length of '50'.", "DV3002", "lastname", "50 characters")]
    [InlineData(400, "0x80044330", "A validation error occurred.  The value of 'creditlimit' on record of type 'contact' is outside the allowed values.", "DV3003", "creditlimit", "0 to 100000000000000")]
    [InlineData(400, "0x80040200", "Required field 'lastname' is missing.", "DV3004", "lastname", "required")]
    [InlineData(412, "0x80040237", "Cannot insert duplicate key.", "DV3005", null, "already has a row")]
    [InlineData(412, "0x80060892", "Entity Key violated. A record with the same value already exists.", "DV3005", null, "already has a row")]
    [InlineData(412, "0x80040333", "A record was not created or updated because a duplicate of the current record already exists.", "DV3006", null, "duplicate detection")]
    [InlineData(404, "0x80040217", "Entity 'account' With Id = 5b4ced1c-88e1-ee11-904c-6045bd05e9d4 Does Not Exist", "DV3010", null, "points to a row")]
    [InlineData(400, "0x80048408", "1 is not a valid status code for state code ContactState.Inactive", "DV3013", null, "status")]
    [InlineData(400, "0x80040203", "A validation error occurred. The value 7 of 'gendercode' on record of type 'contact' is outside the valid range. Accepted Values: 1,2", "DV3009", "gendercode", "no such value")]
    [InlineData(400, "0x80040265", "The postcode must have five digits", "DV3012", null, "postcode must have five digits.")]
    [InlineData(400, "0x80048d19", "Error identified in Payload provided by the user for Entity :'contacts', For more information on this error please follow this help link https://x  ---->  InnerException : Microsoft.Crm.CrmException: Invalid property 'nosuch' was found in entity 'Microsoft.Dynamics.CRM.contact'. ---> Microsoft.OData.ODataException: y", "DV3018", null, "Invalid property 'nosuch'")]
    [InlineData(413, "0x80060888", "too large", "DV3021", null, "too large")]
    [InlineData(400, "0x80040999", "Something new", "DV3001", null, "Something new.")]
    public async Task A_refusal_says_what_is_wrong_and_with_which_column(int status, string code, string text, string id, string? column, string says)
    {
        var error = await RefuseAsync(SiteReply.Fault(status, code, text));

        (error.Id, error.Column, error.ServerCode, error.ServerText, error.Recovery).ShouldBe((id, column, code, text, Recovery.SkipRow));
        error.Message.ShouldContain(says, Case.Insensitive);
    }

    [Fact]
    public async Task A_missing_privilege_is_named()
    {
        var error = await RefuseAsync(SiteReply.Fault(403, "0x80040220",
            "Principal user (Id=5d1b2f10-81a4-ee11-be37-000d3a2b7c11, type=8, roleCount=2, privilegeCount=120, accessMode=0) is missing prvCreateContact privilege (Id=886b280c-6396-4d56-a0a3-2c1b0a50ceb0) on OTC=2 for entity 'contact'."));

        error.Id.ShouldBe("DV3008");
        error.Advice!.ShouldContain("prvCreateContact (Create on Contact)");
    }

    [Theory]
    [InlineData(500, "0x80044151", "SQL timeout expired.")]
    [InlineData(500, "0x80044150", "Generic SQL error.")]
    public async Task A_passing_failure_of_the_server_may_be_sent_again(int status, string code, string text)
    {
        var error = await RefuseAsync(SiteReply.Fault(status, code, text));

        (error.Id, error.Recovery).ShouldBe(("DV3020", Recovery.Retry));
    }

    private static async Task<ErrorDetail> RefuseAsync(SiteReply refusal)
    {
        await using var site = new ScriptedSite().WithTables().On("POST", "contacts", _ => refusal);
        await using var connection = site.Connect();
        var schema = await connection.DescribeTableAsync("contact", Cancellation);
        var builder = new RowBatchBuilder([schema.Find("lastname")!]);
        builder.AppendRow("A");

        var result = await connection.Writer.WriteAsync(new WriteBatch { Table = "contact", Kind = WriteKind.Insert, Rows = builder.Build() }, Cancellation);

        result.Outcomes[0].Status.ShouldBe(RowStatus.Failed);
        return result.Outcomes[0].Error!;
    }
}
