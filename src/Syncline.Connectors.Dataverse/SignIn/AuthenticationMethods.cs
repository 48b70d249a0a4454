namespace Syncline.Connectors.Dataverse.SignIn;

/// <summary>Values of the option <c>authentication-method</c>.</summary>
public static class AuthenticationMethods
{
    /// <summary>The user's own app registration, public or with a secret.</summary>
    public const string CustomOAuthApplication = "custom-oauth-application";

    /// <summary>Microsoft's published sample app: for development only, for anybody can ask for tokens in its name.</summary>
    public const string QuickStart = "quick-start";

    /// <summary>The user's own app registration, which proves itself by a certificate.</summary>
    public const string Certificate = "certificate";

    /// <summary>The identity of the Azure machine that Syncline runs on.</summary>
    public const string ManagedIdentity = "managed-identity";

    /// <summary>Whoever is signed in to the Azure CLI.</summary>
    public const string AzureCli = "azure-cli";

    /// <summary>A command that prints an access token.</summary>
    public const string TokenCommand = "token-command";

    /// <summary>
    /// Client id of Microsoft's sample app, which exists in every tenant
    /// (https://learn.microsoft.com/power-apps/developer/data-platform/xrm-tooling/use-connection-strings-xrm-tooling-connect).
    /// </summary>
    public const string QuickStartClientId = "51f81489-12ee-4a9e-aaae-a2591f45987d";

    /// <summary>Those that sign in with an app at the authorization server, by a grant.</summary>
    internal static IReadOnlyList<string> WithApp { get; } = [CustomOAuthApplication, QuickStart, Certificate];

    /// <summary>Those that sign in with an app of the user's own.</summary>
    internal static IReadOnlyList<string> WithOwnApp { get; } = [CustomOAuthApplication, Certificate];
}
