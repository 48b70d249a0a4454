using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.Tests.Addresses;

public sealed class SiteAddressesTests
{
    [Theory]
    [InlineData("https://contoso.crm4.dynamics.com", "https://contoso.crm4.dynamics.com")]
    [InlineData("https://contoso.crm4.dynamics.com/", "https://contoso.crm4.dynamics.com")]
    [InlineData("  contoso.crm4.dynamics.com  ", "https://contoso.crm4.dynamics.com")]
    [InlineData("//contoso.crm4.dynamics.com/main.aspx", "https://contoso.crm4.dynamics.com")]
    [InlineData("HTTPS://Contoso.CRM4.Dynamics.COM/Main.aspx?AppId=1", "https://contoso.crm4.dynamics.com")]
    [InlineData("https://contoso.crm.dynamics.com/main.aspx?appid=0e1a&pagetype=entitylist&etn=account#x", "https://contoso.crm.dynamics.com")]
    [InlineData("https://contoso.crm.dynamics.com/main.aspx?q=two words", "https://contoso.crm.dynamics.com")]
    [InlineData("https://contoso.api.crm4.dynamics.com", "https://contoso.crm4.dynamics.com")]
    [InlineData("https://contoso.api.crm4.dynamics.com/api/data/v9.2/accounts?$top=1", "https://contoso.crm4.dynamics.com")]
    [InlineData("https://contoso.crm4.dynamics.com/XRMServices/2011/Organization.svc", "https://contoso.crm4.dynamics.com")]
    [InlineData("https://contoso.crm4.dynamics.com/XRMServices/2011/Organization.svc/web?SDKClientVersion=9", "https://contoso.crm4.dynamics.com")]
    [InlineData("http://contoso.crm4.dynamics.com/main.aspx", "https://contoso.crm4.dynamics.com")]
    [InlineData("https://contoso.crm4.dynamics.com:443/", "https://contoso.crm4.dynamics.com")]
    [InlineData("https://crm.contoso.example:5555/Contoso/main.aspx", "https://crm.contoso.example:5555")]
    [InlineData("<https://contoso.crm4.dynamics.com/>", "https://contoso.crm4.dynamics.com")]
    [InlineData("\"https://contoso.crm4.dynamics.com\"", "https://contoso.crm4.dynamics.com")]
    [InlineData("\u201Ccontoso.crm4.dynamics.com\u201D,", "https://contoso.crm4.dynamics.com")]
    [InlineData("\u200Bhttps://contoso.crm4.dynamics.com.", "https://contoso.crm4.dynamics.com")]
    [InlineData("https://contoso.crm.microsoftdynamics.us/apps", "https://contoso.crm.microsoftdynamics.us")]
    [InlineData("https://contoso.api.crm.dynamics.cn", "https://contoso.crm.dynamics.cn")]
    [InlineData("http://localhost:5000/main.aspx", "http://localhost:5000")]
    [InlineData("localhost:5000", "http://localhost:5000")]
    [InlineData("https://localhost:5001", "https://localhost:5001")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080")]
    [InlineData("http://[::1]:8080/x", "http://[::1]:8080")]
    [InlineData("http://localhost:80", "http://localhost")]
    public void A_pasted_address_becomes_the_site(string pasted, string origin)
    {
        var addresses = SiteAddresses.Parse(pasted);

        addresses.Origin.ShouldBe(origin);
        addresses.Site.AbsoluteUri.ShouldBe(origin + "/");
        addresses.WebApi.AbsoluteUri.ShouldBe(origin + "/api/data/v9.2/");
        addresses.OrganizationService.AbsoluteUri.ShouldBe(origin + "/XRMServices/2011/Organization.svc/web");
    }

    [Theory]
    [InlineData("https://make.powerapps.com/environments/1/home", "DV1003", "Power Apps maker portal")]
    [InlineData("https://login.microsoftonline.com/contoso.com/oauth2/v2.0/authorize", "DV1003", "sign-in service")]
    [InlineData("https://admin.powerplatform.microsoft.com/environments", "DV1003", "admin centre")]
    [InlineData("https://portal.azure.com/#view", "DV1003", "Azure portal")]
    [InlineData("https://contoso.sharepoint.com/sites/x", "DV1003", "SharePoint")]
    [InlineData("https://globaldisco.crm.dynamics.com/api/discovery/v2.0/Instances", "DV1003", "discovery service")]
    [InlineData("https://apps.powerapps.com/play/1", "DV1003", "Power Apps page")]
    [InlineData("ada.winter@contoso.com", "DV1002", "e-mail address")]
    [InlineData("mailto:ada.winter@contoso.com", "DV1002", "e-mail address")]
    [InlineData("our Dynamics site", "DV1002", "not the URL")]
    [InlineData("contoso", "DV1002", "not the URL")]
    [InlineData("https://", "DV1002", "not the URL")]
    [InlineData("ftp://contoso.crm4.dynamics.com", "DV1002", "not the URL")]
    [InlineData("javascript:alert(1)", "DV1002", "not the URL")]
    [InlineData("https://contoso.crm4.dynamics.com:99999", "DV1002", "not the URL")]
    [InlineData("https://user:secret@contoso.crm4.dynamics.com", "DV1002", "not the URL")]
    [InlineData("http://crm.contoso.example", "DV1004", "unprotected")]
    [InlineData("", "DV1001", "missing")]
    [InlineData(" \" ", "DV1001", "missing")]
    [InlineData(null, "DV1001", "missing")]
    public void A_mistake_says_what_was_pasted_and_where_the_right_address_stands(string? pasted, string id, string says)
    {
        var error = Should.Throw<ConfigurationException>(() => SiteAddresses.Parse(pasted)).Error;

        error.Id.ShouldBe(id);
        error.Message.ShouldContain(says);
        error.Message.ShouldNotContain("secret");
        error.Option.ShouldBe("url");
        error.Advice.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Scopes_name_the_site()
    {
        var addresses = SiteAddresses.Parse("contoso.crm4.dynamics.com/main.aspx");

        addresses.UserScope.ShouldBe("https://contoso.crm4.dynamics.com/user_impersonation offline_access openid profile");
        addresses.ApplicationScope.ShouldBe("https://contoso.crm4.dynamics.com/.default");
    }

    [Theory]
    [InlineData("https://contoso.crm4.dynamics.com/api/data/v9.2/accounts?$skiptoken=1", true)]
    [InlineData("https://contoso.api.crm4.dynamics.com/api/data/v9.2/accounts", true)]
    [InlineData("http://contoso.crm4.dynamics.com/api/data/v9.2/accounts", false)]
    [InlineData("https://contoso.crm4.dynamics.com:8443/api", false)]
    [InlineData("https://contoso.crm4.dynamics.com.evil.example/api", false)]
    [InlineData("https://contoso.crm4.dynamics.com@evil.example/api", false)]
    [InlineData("https://fabrikam.crm4.dynamics.com/api", false)]
    public void Only_the_site_itself_may_get_its_token(string address, bool owns) =>
        SiteAddresses.Parse("https://contoso.crm4.dynamics.com").Owns(new Uri(address)).ShouldBe(owns);
}
