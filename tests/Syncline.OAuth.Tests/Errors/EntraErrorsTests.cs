using System.Text.RegularExpressions;
using Syncline.Core.Errors;
using Syncline.OAuth.Errors;
using Syncline.OAuth.Settings;
using Syncline.OAuth.TokenEndpoint;
using Syncline.OAuth.Tokens;

namespace Syncline.OAuth.Tests.Errors;

public sealed class EntraErrorsTests
{
    private static readonly OAuthClient Client = OAuthClient.Of(new OAuthClientSettings
    {
        ConnectionName = "contoso",
        AuthorizationUrl = "https://login.microsoftonline.us/contoso.example/oauth2/v2.0/authorize",
        TokenUrl = "https://login.microsoftonline.us/contoso.example/oauth2/v2.0/token",
        ClientId = "app-1",
        RedirectUrl = "http://localhost:8400/back",
        Scope = "https://contoso.example/user_impersonation",
    });

    public static TheoryData<string> Codes => [.. EntraErrorTable.Codes];

    // The list of the sign-in issue, and what mends each.
    [Theory]
    [InlineData("50011", "redirect-url", "enter exactly: http://localhost:8400/back")]
    [InlineData("700016", "client-id", "Application (client) ID")]
    [InlineData("7000215", "client-secret", "copy its Value (not the Secret ID")]
    [InlineData("7000218", "client-secret", "Allow public client flows")]
    [InlineData("7000222", "client-secret", "syncline connection edit contoso --secret client-secret=-")]
    [InlineData("700025", "client-secret", "Remove the Client Secret: syncline connection edit contoso --unset client-secret")]
    [InlineData("65001", null, "https://login.microsoftonline.us/contoso.example/adminconsent?client_id=app-1")]
    [InlineData("90094", null, "https://login.microsoftonline.us/contoso.example/adminconsent?client_id=app-1")]
    [InlineData("50076", null, "second factor")]
    [InlineData("50079", null, "client_credentials")]
    [InlineData("50105", null, "Users and groups")]
    [InlineData("53003", null, "Sign-in logs")]
    [InlineData("700082", null, "syncline connection authorize contoso")]
    [InlineData("50173", null, "syncline connection authorize contoso")]
    [InlineData("90002", "authorization-url", "Overview › Endpoints")]
    [InlineData("9002313", "token-url", "https://login.microsoftonline.us/contoso.example/oauth2/v2.0/token")]
    [InlineData("900144", "token-url", "same version")]
    [InlineData("70011", "scope", "Leave the Scope empty")]
    [InlineData("500011", "url", "address bar")]
    [InlineData("1002012", "scope", ".default")]
    public void Each_code_says_what_to_do(string code, string? option, string advice)
    {
        var error = Describe("invalid_request", $"AADSTS{code}: The server's own words.\r\nTrace ID: 11111111-2222-3333-4444-555555555555\r\nTimestamp: 2026-01-02 03:04:05Z");
        error.Message.ShouldContain($"AADSTS{code}");
        error.Option.ShouldBe(option);
        error.Advice!.ShouldContain(advice);
        error.ServerCode.ShouldBe($"AADSTS{code}");
        error.ServerText.ShouldBe($"AADSTS{code}: The server's own words.");
        error.RequestId.ShouldBe("11111111-2222-3333-4444-555555555555");
        error.Phase.ShouldBe(ErrorPhase.SignIn);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void No_words_have_gaps(string code)
    {
        var error = Describe("invalid_grant", $"AADSTS{code}: Words.");
        error.Message.Split("AADSTS").Length.ShouldBeLessThanOrEqualTo(2, "the number is said once: " + error.Message);
        Regex.IsMatch(error.Message + error.Advice, "\\{[a-z]+\\}", RegexOptions.None, TimeSpan.FromSeconds(1)).ShouldBeFalse(error.Message + error.Advice);
        error.Message.ShouldContain($"AADSTS{code}");
        error.Message.TrimEnd().ShouldEndWith(".");
        error.Id.ShouldStartWith("OA20");
    }

    [Fact]
    public void An_unknown_code_keeps_the_servers_words()
    {
        var error = Describe("invalid_grant", "AADSTS987654: Something new happened. It is explained here.");
        error.Id.ShouldBe("OA2103");
        error.Message.ShouldContain("AADSTS987654: Something new happened.");
        error.ServerCode.ShouldBe("AADSTS987654");
        Describe("brand_new_error", null).ShouldSatisfyAllConditions(
            e => e.Id.ShouldBe("OA2199"), e => e.Message.ShouldContain("brand_new_error"), e => e.ServerCode.ShouldBe("brand_new_error"));
    }

    [Theory]
    [InlineData("access_denied", "OA2101", Recovery.SignInAgain)]
    [InlineData("invalid_client", "OA2102", Recovery.Stop)]
    [InlineData("invalid_grant", "OA2103", Recovery.SignInAgain)]
    [InlineData("unauthorized_client", "OA2104", Recovery.Stop)]
    [InlineData("invalid_scope", "OA2105", Recovery.Stop)]
    [InlineData("invalid_target", "OA2106", Recovery.Stop)]
    [InlineData("unsupported_response_type", "OA2107", Recovery.Stop)]
    [InlineData("unsupported_grant_type", "OA2108", Recovery.Stop)]
    [InlineData("invalid_request", "OA2109", Recovery.Stop)]
    [InlineData("interaction_required", "OA2110", Recovery.SignInAgain)]
    public void Errors_of_other_servers_have_words_too(string error, string id, Recovery recovery)
    {
        var detail = Describe(error, "Plain words of another server.");
        (detail.Id, detail.Recovery, detail.ServerCode, detail.ServerText).ShouldBe((id, recovery, error, "Plain words of another server."));
        detail.Message.ShouldContain("Plain words of another server");
    }

    [Fact]
    public void Texts_are_cut_and_cleaned_of_control_characters()
    {
        var error = Describe("invalid_request", "a\u001b[2Jb\0" + new string('x', 5000));
        error.ServerText!.Length.ShouldBe(2001);
        error.ServerText.ShouldStartWith("a [2Jb ");
    }

    [Fact]
    public void A_signed_token_in_the_servers_text_is_not_shown() =>
        Describe("invalid_client", "AADSTS700027: Bad assertion eyJhbGciOiJQUzI1NiJ9.eyJpc3MiOiJhcHAifQ.c2ln of the client.")
            .ServerText.ShouldBe("AADSTS700027: Bad assertion (secret) of the client.");

    [Fact]
    public void Claims_that_the_token_endpoint_asks_for_are_carried()
    {
        var refusal = ServerRefusal.OfRedirect("interaction_required", "AADSTS50076: …", null) with { Claims = """{"access_token":{}}""" };
        ClaimsChallenge.Of(EntraErrors.Describe(refusal, Client).ShouldBeOfType<SignInException>()).ShouldBe("""{"access_token":{}}""");
    }

    [Fact]
    public void Every_id_has_its_line_on_the_page_of_errors()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Syncline.slnx")))
        {
            root = root.Parent.ShouldNotBeNull();
        }

        var sources = Directory.EnumerateFiles(Path.Combine(root.FullName, "src", "Syncline.OAuth"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText);
        var page = File.ReadAllText(Path.Combine(root.FullName, "docs", "reference", "errors", "oauth.md"));
        Ids(string.Join('\n', sources), "\"(?<id>OA\\d{4})\"").ShouldBe(Ids(page, "^\\| (?<id>OA\\d{4}) \\|"));
    }

    private static string[] Ids(string text, string pattern) =>
        [.. Regex.Matches(text, pattern, RegexOptions.Multiline, TimeSpan.FromSeconds(5)).Select(match => match.Groups["id"].Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static ErrorDetail Describe(string error, string? description) => EntraErrors.Describe(ServerRefusal.OfRedirect(error, description, null), Client).Error;
}
