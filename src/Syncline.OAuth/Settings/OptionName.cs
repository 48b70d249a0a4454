namespace Syncline.OAuth.Settings;

/// <summary>Names of a connection's options that errors of this room point to.</summary>
internal static class OptionName
{
    public const string Url = "url";
    public const string GrantType = "grant-type";
    public const string ClientId = "client-id";
    public const string ClientSecret = "client-secret";
    public const string AuthorizationUrl = "authorization-url";
    public const string TokenUrl = "token-url";
    public const string RedirectUrl = "redirect-url";
    public const string Scope = "scope";
    public const string Certificate = "certificate";
    public const string CertificatePassword = "certificate-password";
    public const string CertificateThumbprint = "certificate-thumbprint";
    public const string TokenCommand = "token-command";
}
