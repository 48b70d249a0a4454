using System.Text.Json;
using System.Text.RegularExpressions;

namespace Syncline.Conformance.Entra;

/// <summary>
/// Answers of the token endpoint against <c>entra/exchanges.json</c>. The texts given there in full are compared word for word, except of 7000215,
/// whose words have changed since. Of those that are close but not exact, status, error and number are compared.
/// </summary>
public sealed partial class TokenAnswersTests(SandboxSite site)
{
    /// <summary>Looks like a code of the sandbox; one that doesn't is malformed, which is a refusal of its own.</summary>
    private const string UnknownCode = "0.SANDBOX-unknown";

    private static readonly (string, string) DeviceGrant = ("grant_type", "urn:ietf:params:oauth:grant-type:device_code");

    private string Confidential => site.Server.Options.Directory.ConfidentialClient.Id.ToString();

    private string Public => site.Server.Options.Directory.PublicClient.Id.ToString();

    private (string, string) Scope => ("scope", site.Server.Addresses.Site + "/.default");

    [Fact]
    public async Task A_token_for_an_app()
    {
        var recorded = Recorded("token-client-credentials");
        var reply = await site.TokenAsync(
            ("grant_type", "client_credentials"), ("client_id", Confidential), ("client_secret", site.Server.Options.Directory.ConfidentialClient.Secret!), Scope);
        reply.Status.ShouldBe(recorded.GetProperty("status").GetInt32(), reply.Text);
        MembersOf(reply.Json).ShouldBe(MembersOf(recorded.GetProperty("body")));
        foreach (var name in new[] { "Cache-Control", "Pragma", "Content-Type", "Expires" })
        {
            var line = recorded.GetProperty("headers").EnumerateArray().Select(header => header.GetString()!).Single(header => header.StartsWith(name + ":", StringComparison.Ordinal));
            Words(reply.Headers[name]).ShouldBe(Words(line[(name.Length + 1)..]), ignoreOrder: true);
        }
    }

    [Fact]
    public async Task A_wrong_secret() => CompareError(
        "invalid_client-7000215", await site.TokenAsync(("grant_type", "client_credentials"), ("client_id", Confidential), ("client_secret", "wrong"), Scope), sameWords: false);

    [Fact]
    public async Task A_device_that_nobody_has_signed_in_yet()
    {
        var started = await site.FormAsync(site.Server.Addresses.TokenUrl.Replace("/token", "/devicecode", StringComparison.Ordinal), ("client_id", Public), Scope);
        started.Status.ShouldBe(200, started.Text);
        var code = started.Json.GetProperty("device_code").GetString()!;
        CompareError("authorization_pending-70016", await site.TokenAsync(DeviceGrant, ("client_id", Public), ("device_code", code)));
    }

    [Fact]
    public async Task An_authority_that_is_not_known() => CompareError(
        "invalid_instance-50049",
        await site.PublicAsync($"{site.Server.Addresses.Site}/common/discovery/instance?api-version=1.1&authorization_endpoint=https%3A%2F%2Flogin.unknown.example%2Fcommon%2Foauth2%2Fv2.0%2Fauthorize"));

    [Fact]
    public async Task A_malformed_refresh_token() => CompareError(
        "invalid_grant-9002313", await site.TokenAsync(("grant_type", "refresh_token"), ("client_id", Public), ("refresh_token", "not-a-token"), Scope));

    [Theory]
    [InlineData(7000216, "client_credentials", false)]
    [InlineData(7000218, "authorization_code", false)]
    [InlineData(700025, "authorization_code", true)]
    [InlineData(70000, "authorization_code", null)]
    [InlineData(900144, "refresh_token", null)]
    public async Task A_refusal_that_was_seen_in_logs(int code, string grant, bool? isPublicWithSecret)
    {
        var recorded = Recorded("messages-only").GetProperty("items").EnumerateArray().Single(item => item[2].GetInt32() == code);
        List<(string, string)> form = [("grant_type", grant), ("client_id", isPublicWithSecret == false ? Confidential : Public), Scope];
        if (isPublicWithSecret == true)
        {
            form.Add(("client_secret", "a secret"));
        }

        if (grant == "authorization_code")
        {
            form.AddRange([("code", UnknownCode), ("redirect_uri", "http://localhost"), ("code_verifier", new string('v', 43))]);
        }

        var reply = await site.TokenAsync([.. form]);
        reply.Json.GetProperty("error_codes")[0].GetInt32().ShouldBe(code, reply.Text);
        reply.Json.GetProperty("error").GetString().ShouldBe(recorded[0].GetString());
        reply.Status.ShouldBe(recorded[1].GetInt32());
        MembersOf(reply.Json).ShouldBe(MembersOf(Recorded("authorization_pending-70016").GetProperty("body")));
    }

    private static void CompareError(string id, SiteReply reply, bool sameWords = true)
    {
        var recorded = Recorded(id);
        var body = recorded.GetProperty("body");
        reply.Json.GetProperty("error_codes").GetRawText().ShouldBe(Spaces.Replace(body.GetProperty("error_codes").GetRawText(), ""), reply.Text);
        reply.Status.ShouldBe(recorded.GetProperty("status").GetInt32(), reply.Text);
        MembersOf(reply.Json).ShouldBe(MembersOf(body));
        reply.Json.GetProperty("error").GetString().ShouldBe(body.GetProperty("error").GetString());
        var (served, expected) = (Lines(reply.Json), Lines(body));
        served.Skip(1).Select(Label).ShouldBe(expected.Skip(1).Select(Label));
        if (sameWords)
        {
            served[0].ShouldBe(expected[0]);
        }
    }

    private static JsonElement Recorded(string id) => Recordings.Json("entra/exchanges.json").EnumerateArray().Single(item => item.GetProperty("id").GetString() == id);

    private static IEnumerable<string> MembersOf(JsonElement body) => body.EnumerateObject().Select(member => member.Name);

    private static string[] Lines(JsonElement body) => body.GetProperty("error_description").GetString()!.Split("\r\n");

    private static string Label(string line) => line[..line.IndexOf(':', StringComparison.Ordinal)];

    private static string[] Words(string header) => header.Split([',', ';'], StringSplitOptions.TrimEntries);

    [GeneratedRegex(@"\s", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces { get; }
}
