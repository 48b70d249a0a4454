using Syncline.Connectors.Dataverse.SignIn;
using Syncline.Core.Connectors;
using Syncline.OAuth.Settings;

namespace Syncline.Connectors.Dataverse;

/// <summary>The options of a Dynamics 365 connection, in the order that a form shows them.</summary>
public static class DataverseOptions
{
    /// <summary>Value of <see cref="Transport"/>: the best one that works.</summary>
    public const string TransportAuto = "auto";

    /// <summary>Value of <see cref="Transport"/>: the Web API.</summary>
    public const string TransportWebApi = "web-api";

    /// <summary>Value of <see cref="Transport"/>: the Organization Service (SOAP).</summary>
    public const string TransportOrganizationService = "organization-service";

    /// <summary>Address of the site.</summary>
    public static ConnectorOption Url { get; } = new()
    {
        Name = "url",
        Label = "URL",
        Help = "Address of the Dynamics 365 site, as copied from the browser's address bar. Path and query don't matter.",
        Example = "https://contoso.crm4.dynamics.com",
        IsRequired = true,
    };

    /// <summary>How the connection proves who it is.</summary>
    public static ConnectorOption AuthenticationMethod { get; } = new()
    {
        Name = "authentication-method",
        Label = "Authentication Method",
        Help = "How the connection proves who it is: mostly by an app that you registered in Microsoft Entra ID (Azure). The quick start app is Microsoft's sample, "
            + "for development only.",
        Default = AuthenticationMethods.CustomOAuthApplication,
        Choices =
        [
            new(AuthenticationMethods.CustomOAuthApplication, "Custom OAuth Application"),
            new(AuthenticationMethods.QuickStart, "Quick start app (development only)"),
            new(AuthenticationMethods.Certificate, "Certificate"),
            new(AuthenticationMethods.ManagedIdentity, "Managed identity"),
            new(AuthenticationMethods.AzureCli, "Azure CLI"),
            new(AuthenticationMethods.TokenCommand, "Access token from a command"),
        ],
    };

    /// <summary>How the app gets its token.</summary>
    public static ConnectorOption GrantType { get; } = new()
    {
        Name = "grant-type",
        Label = "Grant Type",
        Help = "authorization_code: a person signs in with the browser. client_credentials: the app signs in as itself, as an application user. "
            + "device_code: a person types a code on another device.",
        Default = GrantTypes.AuthorizationCode,
        Choices =
        [
            new(GrantTypes.AuthorizationCode, GrantTypes.AuthorizationCode),
            new(GrantTypes.ClientCredentials, GrantTypes.ClientCredentials),
            new(GrantTypes.DeviceCode, GrantTypes.DeviceCode),
        ],
        VisibleWhen = [new(AuthenticationMethod.Name, AuthenticationMethods.WithApp)],
    };

    /// <summary>Application (client) id of the app registration.</summary>
    public static ConnectorOption ClientId { get; } = new()
    {
        Name = "client-id",
        Label = "Client ID",
        Help = "Application (client) ID on the Overview page of your app registration.",
        Example = "00000000-0000-0000-0000-000000000000",
        IsRequired = true,
        VisibleWhen = [new(AuthenticationMethod.Name, AuthenticationMethods.WithOwnApp)],
    };

    /// <summary>Secret of a confidential app.</summary>
    public static ConnectorOption ClientSecret { get; } = new()
    {
        Name = "client-secret",
        Label = "Client Secret",
        Help = "Value (not the Secret ID) of a client secret of your app registration. Leave it empty for a public app.",
        IsSecret = true,
        VisibleWhen = [new(AuthenticationMethod.Name, [AuthenticationMethods.CustomOAuthApplication])],
    };

    /// <summary>File of the certificate that the app proves itself by.</summary>
    public static ConnectorOption Certificate { get; } = new()
    {
        Name = "certificate",
        Label = "Certificate",
        Help = "A PFX file, or a PEM file that holds certificate and private key. Its public part is uploaded in your app registration under "
            + "Certificates & secrets › Certificates. On Windows the thumbprint of one in the certificate store will do instead.",
        Example = "syncline.pfx",
        IsPath = true,
        VisibleWhen = [new(AuthenticationMethod.Name, [AuthenticationMethods.Certificate])],
    };

    /// <summary>Password of the certificate's file.</summary>
    public static ConnectorOption CertificatePassword { get; } = new()
    {
        Name = "certificate-password",
        Label = "Certificate Password",
        Help = "Password of the certificate's file; empty when it has none.",
        IsSecret = true,
        VisibleWhen = [new(AuthenticationMethod.Name, [AuthenticationMethods.Certificate])],
    };

    /// <summary>Certificate in the store of Windows.</summary>
    public static ConnectorOption CertificateThumbprint { get; } = new()
    {
        Name = "certificate-thumbprint",
        Label = "Certificate Thumbprint",
        Help = "Windows only: thumbprint of a certificate in the store Personal of the user or the machine, in place of a file.",
        Example = "A909502DD82AE41433E6F83886B00D4277A32A7B",
        VisibleWhen = [new(AuthenticationMethod.Name, [AuthenticationMethods.Certificate])],
    };

    /// <summary>Client id of a user-assigned managed identity.</summary>
    public static ConnectorOption ManagedIdentityClientId { get; } = new()
    {
        Name = "managed-identity-client-id",
        Label = "Identity Client ID",
        Help = "Client ID of a user-assigned managed identity. Leave it empty for the system-assigned one.",
        Example = "00000000-0000-0000-0000-000000000000",
        VisibleWhen = [new(AuthenticationMethod.Name, [AuthenticationMethods.ManagedIdentity])],
    };

    /// <summary>Command that prints an access token.</summary>
    public static ConnectorOption TokenCommand { get; } = new()
    {
        Name = "token-command",
        Label = "Token Command",
        Help = "Program and arguments that print an access token for the site, alone or as JSON with accessToken and expires_on. No shell reads it; quotes keep "
            + "blanks together. It has a minute, and runs only after you have allowed it on this machine by signing in. Keep secrets out of it.",
        Example = "az account get-access-token --resource https://contoso.crm4.dynamics.com",
        IsRequired = true,
        VisibleWhen = [new(AuthenticationMethod.Name, [AuthenticationMethods.TokenCommand])],
    };

    /// <summary>The tenant, from which both endpoints follow.</summary>
    public static ConnectorOption Tenant { get; } = new()
    {
        Name = "tenant",
        Label = "Tenant",
        Help = "Tenant ID or domain of your organization in Microsoft Entra ID. Fills Authorization URL and Token URL when they are empty; without any, the site is asked.",
        Example = "contoso.com",
        VisibleWhen = [new(AuthenticationMethod.Name, [.. AuthenticationMethods.WithApp, AuthenticationMethods.AzureCli])],
    };

    /// <summary>The authorization endpoint.</summary>
    public static ConnectorOption AuthorizationUrl { get; } = new()
    {
        Name = "authorization-url",
        Label = "Authorization URL",
        Help = "OAuth 2.0 authorization endpoint, found in your app registration under Overview › Endpoints. When it is empty it follows from Tenant, or the site is asked.",
        Example = "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/authorize",
        VisibleWhen = [new(GrantType.Name, [GrantTypes.AuthorizationCode])],
    };

    /// <summary>The token endpoint.</summary>
    public static ConnectorOption TokenUrl { get; } = new()
    {
        Name = "token-url",
        Label = "Token URL",
        Help = "OAuth 2.0 token endpoint, found in your app registration under Overview › Endpoints. When it is empty it follows from Tenant, or the site is asked.",
        Example = "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token",
        VisibleWhen = [new(AuthenticationMethod.Name, AuthenticationMethods.WithApp)],
    };

    /// <summary>Where the browser comes back to.</summary>
    public static ConnectorOption RedirectUrl { get; } = new()
    {
        Name = "redirect-url",
        Label = "Redirect URL",
        Help = "Must be registered in the app under Authentication › Mobile and desktop applications. http://localhost lets any free port be used.",
        Default = "http://localhost",
        VisibleWhen = [new(GrantType.Name, [GrantTypes.AuthorizationCode]), new(AuthenticationMethod.Name, AuthenticationMethods.WithOwnApp)],
    };

    /// <summary>What the token is asked for.</summary>
    public static ConnectorOption Scope { get; } = new()
    {
        Name = "scope",
        Label = "Scope",
        Help = "Leave it empty to use <site>/user_impersonation offline_access openid profile, or <site>/.default for client_credentials.",
        VisibleWhen = [new(AuthenticationMethod.Name, AuthenticationMethods.WithApp)],
    };

    /// <summary>Which of the site's services is spoken to.</summary>
    public static ConnectorOption Transport { get; } = new()
    {
        Name = "transport",
        Label = "Transport",
        Help = "auto uses the Web API, and the Organization Service (SOAP) where the site has no Web API; the connection's test says which.",
        Default = TransportAuto,
        Choices = [new(TransportAuto, "Automatic"), new(TransportWebApi, "Web API"), new(TransportOrganizationService, "Organization Service")],
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ConnectorOption> All { get; } =
    [
        Url, AuthenticationMethod, GrantType, ClientId, ClientSecret, Certificate, CertificatePassword, CertificateThumbprint, ManagedIdentityClientId,
        TokenCommand, Tenant, AuthorizationUrl, TokenUrl, RedirectUrl, Scope, Transport, .. DataverseReadOptions.All, .. DataverseWriteOptions.All,
    ];
}
