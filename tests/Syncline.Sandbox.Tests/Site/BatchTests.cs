using System.Net;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>Microsoft Learn: "Execute batch operations using the Web API"; PROTOCOL 5.6.</summary>
public sealed class BatchTests : IAsyncLifetime
{
    private SiteHost _site = null!;

    public async ValueTask InitializeAsync() => _site = await SiteHost.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Requests_are_answered_one_after_another()
    {
        var answer = await SendAsync([Part("POST", "accounts", """{"name":"In a batch","accountnumber":"B-1"}"""), Part("GET", "accounts(accountnumber='B-1')?$select=name")]);

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.Headers["Content-Type"].ShouldStartWith("multipart/mixed; boundary=batchresponse_");
        answer.Text.ShouldStartWith("--batchresponse_");
        answer.Text.ShouldContain("HTTP/1.1 204 No Content\r\n");
        answer.Text.ShouldContain("OData-EntityId: " + _site.Origin + "/api/data/v9.2/accounts(");
        answer.Text.ShouldContain("HTTP/1.1 200 OK\r\n");
        answer.Text.ShouldContain("\"name\":\"In a batch\"");
    }

    [Fact]
    public async Task The_first_error_ends_the_batch_and_gives_its_status()
    {
        var answer = await SendAsync([Part("POST", "accounts", """{"nope":1}"""), Part("POST", "accounts", """{"name":"Later","accountnumber":"B-2"}""")]);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Text.ShouldContain("HTTP/1.1 400 Bad Request\r\n");
        answer.Text.ShouldContain("REQ_ID: ");
        (await _site.GetAsync("accounts(accountnumber='B-2')")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task With_continue_on_error_the_rest_is_carried_out()
    {
        var answer = await SendAsync([Part("POST", "accounts", """{"nope":1}"""), Part("POST", "accounts", """{"name":"Later","accountnumber":"B-3"}""")], ("Prefer", "odata.continue-on-error"));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Text.ShouldContain("HTTP/1.1 400 Bad Request\r\n");
        (await _site.GetAsync("accounts(accountnumber='B-3')")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Requests_of_a_change_set_refer_to_each_other_in_addresses_and_in_bodies()
    {
        var answer = await SendAsync([ChangeSet(
            Part("POST", "accounts", """{"name":"Parent","accountnumber":"B-4"}""", "1"),
            Part("POST", "contacts", """{"lastname":"Child","parentcustomerid_account@odata.bind":"$1"}""", "2"),
            Part("PATCH", "$2", """{"firstname":"Only"}""", "3"),
            Part("PUT", "$1/primarycontactid/$ref", """{"@odata.id":"$2"}""", "4"))]);

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.Text.ShouldContain("Content-Type: multipart/mixed; boundary=changesetresponse_");
        answer.Text.ShouldContain("Content-ID: 2\r\n");
        var account = (await _site.GetAsync("accounts(accountnumber='B-4')?$select=name&$expand=primarycontactid($select=fullname)")).Json;
        account.GetProperty("primarycontactid").GetProperty("fullname").GetString().ShouldBe("Only Child");
    }

    [Fact]
    public async Task A_change_set_comes_true_as_a_whole_or_not_at_all()
    {
        var answer = await SendAsync(
            [ChangeSet(Part("POST", "accounts", """{"name":"Half","accountnumber":"B-5"}""", "1"), Part("POST", "accounts", """{"nope":1}""", "2")), Part("POST", "accounts", """{"name":"After","accountnumber":"B-6"}""")],
            ("Prefer", "odata.continue-on-error"));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Text.ShouldContain("HTTP/1.1 400 Bad Request\r\n");
        answer.Text.ShouldNotContain("changesetresponse");
        (await _site.GetAsync("accounts(accountnumber='B-5')")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _site.GetAsync("accounts(accountnumber='B-6')")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_change_set_takes_no_GET()
    {
        (await SendAsync([ChangeSet(Part("GET", "accounts", null, "1"))])).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Line_feeds_alone_make_a_body_unreadable_unless_two_more_end_it()
    {
        var text = Body([Part("POST", "accounts", """{"name":"LF","accountnumber":"B-7"}""")]).Replace("\r\n", "\n", StringComparison.Ordinal);

        var answer = await PostAsync(text);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Text.ShouldContain("System.ArgumentException: Stream was not readable.");
        (await PostAsync(text.Replace("}\n--", "}\n\n\n--", StringComparison.Ordinal))).Status.ShouldBe(HttpStatusCode.OK);
        (await _site.GetAsync("accounts(accountnumber='B-7')")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("accounts?$top=1&$select=name")]
    [InlineData("/api/data/v9.2/accounts?$top=1&$select=name")]
    [InlineData("http://any.example/api/data/v9.2/accounts?$top=1&$select=name")]
    public async Task Addresses_may_be_relative_or_absolute(string address)
    {
        (await SendAsync([Part("GET", address)])).Text.ShouldContain("HTTP/1.1 200 OK");
    }

    [Fact]
    public async Task A_batch_holds_a_thousand_requests_and_no_more()
    {
        var part = Part("GET", "accounts?$top=1&$select=name");

        (await SendAsync([.. Enumerable.Repeat(part, 1000)])).Status.ShouldBe(HttpStatusCode.OK);
        (await SendAsync([.. Enumerable.Repeat(part, 1001)])).ErrorMessage.ShouldContain("1001");
    }

    [Fact]
    public async Task Others_do_not_see_a_change_set_before_it_is_whole()
    {
        var parts = Enumerable.Range(0, 200).Select(i => Part("POST", "accounts", $$"""{"name":"Together {{i}}","description":"as one"}""", $"{i + 1}")).ToArray();
        var sending = SendAsync([ChangeSet(parts)]);
        while (!sending.IsCompleted)
        {
            (await _site.GetAsync("accounts?$filter=description eq 'as one'&$select=name")).Rows.Count.ShouldBeOneOf(0, 200);
        }

        (await sending).Status.ShouldBe(HttpStatusCode.OK);
    }

    private static string Part(string method, string address, string? body = null, string? contentId = null) =>
        $"Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n{(contentId is null ? "" : $"Content-ID: {contentId}\r\n")}\r\n{method} {address} HTTP/1.1\r\n{(body is null ? "" : "Content-Type: application/json\r\n")}\r\n{body}";

    private static string ChangeSet(params string[] parts) =>
        "Content-Type: multipart/mixed; boundary=\"changeset_1\"\r\n\r\n" + string.Concat(parts.Select(part => $"--changeset_1\r\n{part}\r\n")) + "--changeset_1--\r\n";

    private static string Body(IEnumerable<string> parts) => string.Concat(parts.Select(part => $"--batch_1\r\n{part}\r\n")) + "--batch_1--\r\n";

    private Task<SiteHost.Answer> SendAsync(IEnumerable<string> parts, params (string, string)[] headers) => PostAsync(Body(parts), headers);

    private Task<SiteHost.Answer> PostAsync(string body, params (string, string)[] headers) =>
        _site.PostAsync("$batch", body, [("Content-Type", "multipart/mixed; boundary=\"batch_1\""), .. headers]);
}
