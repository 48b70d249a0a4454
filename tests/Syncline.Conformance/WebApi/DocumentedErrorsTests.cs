using System.Text.Json;
using System.Text.RegularExpressions;

namespace Syncline.Conformance.WebApi;

/// <summary>
/// Documented errors and annotated answers (<c>webapi/documented-errors-and-annotations.json</c>) that the sandbox can be brought to give. Left out:
/// <c>$batch</c> framing, duplicate detection rules and elastic tables, which it does not have, and service protection limits, of which
/// <see cref="Connector.ServerErrorCodesTests"/> compares the codes.
/// </summary>
public sealed partial class DocumentedErrorsTests(SandboxSite site)
{
    private const string Absent = "accounts(5b4ced1c-88e1-ee11-904c-6045bd05e9d4)";

    private static readonly (string, string) AllAnnotations = ("Prefer", "odata.include-annotations=\"*\"");

    [Fact]
    public async Task A_row_that_is_not_there() => Compare("dv-404-plain", await site.SendAsync("GET", Absent));

    /// <summary>Known: the sandbox has no plug-in steps, and names none.</summary>
    [Fact]
    public async Task A_row_that_is_not_there_with_annotations() => Compare(
        "dv-404-annotated", await site.SendAsync("GET", Absent, null, AllAnnotations), "recorded, not served: error/@Microsoft.PowerApps.CDS.ErrorDetails.ApiStepKey");

    [Fact]
    public async Task A_path_that_is_not_there() => Compare("dv-404-segment", await site.SendAsync("GET", "Account"));

    [Fact]
    public async Task A_column_in_select_that_is_not_there() => Compare("dv-400-select-unknown", await site.SendAsync("GET", "accounts?$select=Name"));

    [Fact]
    public async Task A_function_that_is_posted_to() => Compare("dv-404-wrong-verb", await site.SendAsync("POST", "WhoAmI"));

    /// <summary>The recorded wording is the older one with the code <c>0x0</c>; newer answers have the envelope of dv-400-bad-bind, with its code.</summary>
    [Fact]
    public async Task A_column_in_a_body_that_is_not_there()
    {
        var recorded = Recorded("dv-400-body-unknown-property-doc");
        var reply = await site.SendAsync("POST", "accounts", """{"Name":"Account name"}""");
        reply.Status.ShouldBe(recorded.GetProperty("status").GetInt32());
        var inner = Error(recorded).GetProperty("message").GetString()!;
        Message(reply).ShouldContain(inner[inner.IndexOf("Microsoft.Crm.CrmException", StringComparison.Ordinal)..inner.IndexOf("<truncated", StringComparison.Ordinal)]);
        Code(reply).ShouldBe(Error(Recorded("dv-400-bad-bind")).GetProperty("code").GetString());
    }

    /// <summary>The page cuts the message off; what it has of the inner exception is compared.</summary>
    [Fact]
    public async Task A_bind_to_a_lookup_by_the_wrong_name()
    {
        var recorded = Recorded("dv-400-bad-bind");
        var reply = await site.SendAsync("POST", "contacts", $$"""{"parentcustomerid@odata.bind":"/{{Absent}}"}""");
        reply.Status.ShouldBe(recorded.GetProperty("status").GetInt32());
        Code(reply).ShouldBe(Error(recorded).GetProperty("code").GetString());
        var message = Error(recorded).GetProperty("message").GetString()!;
        Message(reply).ShouldStartWith(message[..message.IndexOf(',', StringComparison.Ordinal)].Split("  ---->")[0]);
        Message(reply).ShouldContain(message[message.IndexOf("InnerException", StringComparison.Ordinal)..message.IndexOf(" <truncated", StringComparison.Ordinal)]);
    }

    /// <summary>Recorded as a part of a batch; the body of the error is the same outside of one.</summary>
    [Fact]
    public async Task A_text_that_is_too_long()
    {
        var reply = await site.SendAsync("POST", "tasks", $$"""{"subject":"{{new string('x', 201)}}"}""");
        reply.Status.ShouldBe(400);
        Compare("dv-batch-part-400", reply);
    }

    /// <summary>The codes that stand beside these words in the published table.</summary>
    [Theory]
    [InlineData("DELETE", "ConcurrencyVersionMismatch")]
    [InlineData("PATCH", "ConcurrencyVersionMismatch")]
    public async Task A_version_that_is_not_the_rows_own(string method, string name)
    {
        var published = Recordings.Rows("error-codes.csv").Single(row => row["name"] == name);
        var rows = await SampleRows.CreateAsync(site);
        var reply = await site.SendAsync(method, $"accounts({rows.Account})", method == "PATCH" ? """{"name":"Updated"}""" : null, ("If-Match", "W/\"1\""));
        reply.Status.ShouldBe(412);
        Code(reply).ShouldBe(published["hex"], StringCompareShould.IgnoreCase);
    }

    [Fact]
    public async Task A_value_of_an_alternate_key_that_is_taken()
    {
        var published = Recordings.Rows("error-codes.csv").Single(row => row["name"] == "DuplicateRecordEntityKey");
        var number = Guid.NewGuid().ToString("N")[..12];
        await site.CreateAsync("accounts", $$"""{"name":"First","accountnumber":"{{number}}"}""");
        var reply = await site.SendAsync("POST", "accounts", $$"""{"name":"Second","accountnumber":"{{number}}"}""");
        reply.Status.ShouldBe(412);
        Code(reply).ShouldBe(published["hex"], StringCompareShould.IgnoreCase);
    }

    [Fact]
    public async Task A_list_with_all_annotations()
    {
        await SampleRows.CreateAsync(site);
        var recorded = Recorded("dv-200-annotated-list");
        var reply = await site.SendAsync(
            "GET",
            "accounts?$top=3&$select=name,revenue,address1_city&$expand=primarycontactid($select=fullname)&$filter=address1_city eq 'Redmond'",
            null,
            AllAnnotations);
        reply.Status.ShouldBe(200, reply.Text);
        JsonShape.Differences(recorded.GetProperty("body"), reply.Json).ShouldBeEmpty(reply.Text);
    }

    [Fact]
    public async Task A_single_row()
    {
        var recorded = JsonElement.Parse(Recorded("dv-200-single").GetProperty("body_raw").GetString()!);
        var rows = await SampleRows.CreateAsync(site);
        var reply = await site.SendAsync("GET", $"accounts({rows.Account})?$select=name,revenue,address1_city");
        reply.Status.ShouldBe(200, reply.Text);
        JsonShape.Differences(recorded, reply.Json).ShouldBeEmpty(reply.Text);
        reply.Json.EnumerateObject().Select(member => member.Name).ShouldBe(recorded.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task The_service_document()
    {
        var recorded = Recorded("dv-service-document").GetProperty("body");
        var served = await site.GetAsync("");
        JsonShape.Differences(recorded, served).ShouldBeEmpty();
    }

    private static JsonElement Recorded(string id) =>
        Recordings.Json("webapi/documented-errors-and-annotations.json").EnumerateArray().Single(item => item.GetProperty("id").GetString() == id);

    private static JsonElement Error(JsonElement recorded) => recorded.GetProperty("body").GetProperty("error");

    private static string Code(SiteReply reply) => reply.Json.GetProperty("error").GetProperty("code").GetString()!;

    private static string Message(SiteReply reply) => reply.Json.GetProperty("error").GetProperty("message").GetString()!;

    /// <summary>Status, code and words are the same, and the names in the body.</summary>
    private static void Compare(string id, SiteReply reply, params string[] known)
    {
        var recorded = Recorded(id);
        if (recorded.TryGetProperty("status", out var status))
        {
            reply.Status.ShouldBe(status.GetInt32(), reply.Text);
        }

        Code(reply).ShouldBe(Error(recorded).GetProperty("code").GetString());
        Root.Replace(Message(reply), "[Organization URI]").ShouldBe(Root.Replace(Error(recorded).GetProperty("message").GetString()!, "[Organization URI]"));
        JsonShape.Differences(recorded.GetProperty("body"), reply.Json).ShouldBe(known, ignoreOrder: true, reply.Text);
    }

    [GeneratedRegex(@"http://localhost:[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Root { get; }
}
