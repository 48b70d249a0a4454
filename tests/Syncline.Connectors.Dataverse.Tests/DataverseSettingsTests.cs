using Syncline.Connectors.Dataverse.WebApi;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.OAuth.Settings;

namespace Syncline.Connectors.Dataverse.Tests;

public sealed class DataverseSettingsTests
{
    [Fact]
    public void The_options_are_named_as_scripts_rely_on()
    {
        var descriptor = new DataverseConnector().Descriptor;

        (descriptor.Name, descriptor.DisplayName, descriptor.Group).ShouldBe(("dynamics-365", "Microsoft Dynamics 365", "Microsoft Dynamics"));
        descriptor.Options.Select(option => option.Name).ShouldBe(
            ["url", "authentication-method", "grant-type", "client-id", "client-secret", "certificate", "certificate-password",
                "certificate-thumbprint", "managed-identity-client-id", "token-command", "tenant", "authorization-url", "token-url", "redirect-url", "scope", "transport",
                .. DataverseReadOptions.All.Concat(DataverseWriteOptions.All).Select(option => option.Name)]);
        DataverseWriteOptions.All.ShouldAllBe(option => option.IsAdvanced);
        descriptor.Options.Where(option => option.IsSecret).Select(option => option.Name).ShouldBe(["client-secret", "certificate-password"]);
        descriptor.Options.ShouldAllBe(option => option.Default == null || option.Choices.Count == 0 || option.Choices.Any(choice => choice.Value == option.Default));
    }

    [Fact]
    public void Url_client_and_endpoints_are_enough()
    {
        var settings = DataverseSettings.From(Settings());

        settings.Addresses.Origin.ShouldBe("https://contoso.crm4.dynamics.com");
        settings.SignIn.OAuth!.GrantType.ShouldBe(GrantType.AuthorizationCode);
        settings.SignIn.OAuth!.RedirectUrl.ShouldBe("http://localhost");
        settings.SignIn.OAuth!.Scope.ShouldBe("https://contoso.crm4.dynamics.com/user_impersonation offline_access openid profile");
    }

    [Fact]
    public void How_rows_are_written_becomes_headers_of_every_write()
    {
        new WriteHeaders(DataverseSettings.From(Settings()).Writes).Headers.ShouldBeEmpty();
        var settings = DataverseSettings.From(Settings(
            ("write-as", "{5B4C1C7E-0000-4000-8000-000000000001}"), ("bypass-logic", "all"), ("bypass-flows", "on"), ("duplicate-detection", "on"), ("request-tag", "syncline")));

        settings.Writes.Tag.ShouldBe("syncline");
        new WriteHeaders(settings.Writes).Headers.Select(header => $"{header.Key}: {header.Value}").ShouldBe(
        [
            "CallerObjectId: 5b4c1c7e-0000-4000-8000-000000000001", "MSCRM.BypassBusinessLogicExecution: CustomSync,CustomAsync",
            "MSCRM.SuppressCallbackRegistrationExpanderJob: true", "MSCRM.SuppressDuplicateDetection: false",
        ]);
        new WriteHeaders(DataverseSettings.From(Settings(("write-as", "systemuser:5b4c1c7e-0000-4000-8000-000000000001"))).Writes).Headers.Single().Key.ShouldBe("MSCRMCallerID");
        Should.Throw<ConfigurationException>(() => DataverseSettings.From(Settings(("write-as", "Kim")))).Error.Option.ShouldBe("write-as");
    }

    [Fact]
    public void Client_credentials_ask_for_the_default_scope_and_a_scope_given_wins()
    {
        var app = Settings(("grant-type", "client_credentials")) with { Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["client-secret"] = new("s") } };

        DataverseSettings.From(app).SignIn.OAuth!.Scope.ShouldBe("https://contoso.crm4.dynamics.com/.default");
        DataverseSettings.From(Settings(("scope", "mine"))).SignIn.OAuth!.Scope.ShouldBe("mine");
    }

    [Fact]
    public void Every_mistake_is_told_at_once_and_names_its_option()
    {
        var settings = Settings(("url", "make.powerapps.com"), ("client-id", ""), ("token-url", "http://login.example/token"), ("transport", "pigeon"));

        var error = Should.Throw<ConfigurationException>(() => DataverseSettings.From(settings)).Error;

        new[] { error }.Concat(error.Others).Select(one => one.Option).ShouldBe(["url", "transport", "token-url", "client-id"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("contoso.crm4.dynamics.com", "contoso.com", "https://login.microsoftonline.com/contoso.com")]
    [InlineData("contoso.crm4.dynamics.com", " 8f5c1a52-6c0b-4f0e-9a37-2f6f0a9d1c11 ", "https://login.microsoftonline.com/8f5c1a52-6c0b-4f0e-9a37-2f6f0a9d1c11")]
    [InlineData("contoso.crm4.dynamics.com", "organizations", "https://login.microsoftonline.com/organizations")]
    [InlineData("contoso.crm.microsoftdynamics.us", "contoso.onmicrosoft.us", "https://login.microsoftonline.us/contoso.onmicrosoft.us")]
    [InlineData("contoso.crm.dynamics.us", "contoso.us", "https://login.microsoftonline.us/contoso.us")]
    [InlineData("contoso.crm.appsplatform.us", "contoso.us", "https://login.microsoftonline.us/contoso.us")]
    [InlineData("contoso.crm.dynamics.cn", "contoso.partner.onmschina.cn", "https://login.partner.microsoftonline.cn/contoso.partner.onmschina.cn")]
    [InlineData("crm.contoso.com", "contoso.com", "https://login.microsoftonline.com/contoso.com")]
    public void A_tenant_alone_fills_both_endpoints_in_the_cloud_of_the_site(string url, string tenant, string authority)
    {
        var oauth = DataverseSettings.From(Settings(("url", url), ("tenant", tenant), ("authorization-url", ""), ("token-url", ""))).SignIn.OAuth!;

        (oauth.AuthorizationUrl, oauth.TokenUrl).ShouldBe((authority + "/oauth2/v2.0/authorize", authority + "/oauth2/v2.0/token"));
    }

    [Fact]
    public void An_endpoint_given_wins_over_the_tenant()
    {
        var oauth = DataverseSettings.From(Settings(("tenant", "fabrikam.com"), ("authorization-url", ""))).SignIn.OAuth!;

        oauth.AuthorizationUrl.ShouldBe("https://login.microsoftonline.com/fabrikam.com/oauth2/v2.0/authorize");
        oauth.TokenUrl.ShouldBe("https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token");
    }

    [Theory]
    [InlineData("Contoso Ltd", "\"Contoso Ltd\" is neither")]
    [InlineData("contoso", "\"contoso\" is neither")]
    [InlineData("contoso.com/oauth2", "\"contoso.com/oauth2\" is neither")]
    [InlineData("contoso..com", "\"contoso..com\" is neither")]
    [InlineData("contoso.com\nx", "is neither")]
    [InlineData("10.0.0.1", "\"10.0.0.1\" is neither")]
    [InlineData("https://login.microsoftonline.com/contoso.com", "is a URL")]
    [InlineData("ada@contoso.com", "is an e-mail address")]
    public void A_text_that_is_no_tenant_is_refused_once_and_alone(string tenant, string sentence)
    {
        var settings = Settings(("tenant", tenant), ("authorization-url", ""), ("token-url", ""));

        var error = Should.Throw<ConfigurationException>(() => DataverseSettings.From(settings)).Error;

        (error.Id, error.Option, error.Others.Count).ShouldBe(("DV1006", "tenant", 0));
        error.Message.ShouldContain(sentence);
        error.Advice.ShouldNotBeNull().ShouldContain("contoso.onmicrosoft.com");
    }

    [Fact]
    public void Missing_endpoints_are_told_with_the_other_mistakes_and_advise_the_tenant()
    {
        var settings = Settings(("redirect-url", "https://elsewhere.example"), ("authorization-url", ""), ("token-url", ""));

        var error = Should.Throw<ConfigurationException>(() => DataverseSettings.From(settings)).Error;

        ErrorDetail[] all = [error, .. error.Others];
        all.Select(one => one.Option).ShouldBe(["authorization-url", "token-url", "redirect-url"], ignoreOrder: true);
        all.Where(one => one.Option != "redirect-url").ShouldAllBe(one => one.Advice!.Contains("Tenant", StringComparison.Ordinal));
    }

    [Fact]
    public void A_wrong_address_is_one_mistake_for_the_site_would_have_told_the_endpoints()
    {
        var settings = Settings(("url", "ada@contoso.com"), ("authorization-url", ""), ("token-url", ""));

        var error = Should.Throw<ConfigurationException>(() => DataverseSettings.From(settings)).Error;

        error.Option.ShouldBe("url");
        error.Others.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_required_is_little()
    {
        new DataverseConnector().Descriptor.Options.Where(option => option.IsRequired).Select(option => option.Name).ShouldBe(["url", "client-id", "token-command"]);
    }

    private static ConnectionSettings Settings(params (string Name, string Value)[] others)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["url"] = "contoso.crm4.dynamics.com/main.aspx",
            ["client-id"] = "2f7c9a40-0c3e-4b53-9d18-5a4e5b1d6a01",
            ["authorization-url"] = "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/authorize",
            ["token-url"] = "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token",
        };
        foreach (var (name, value) in others)
        {
            options[name] = value;
        }

        return new ConnectionSettings { Name = "crm", Connector = "dynamics-365", Options = options };
    }
}
