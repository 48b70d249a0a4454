using System.Security.Cryptography.X509Certificates;
using Syncline.Connectors.Dataverse.Discovery;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.OAuth.AzureIdentity;
using Syncline.OAuth.Certificates;
using Syncline.OAuth.Settings;
using Syncline.OAuth.TokenCommands;
using Syncline.OAuth.Tokens;

namespace Syncline.Connectors.Dataverse.SignIn;

/// <summary>How tokens for a site are had: one of the three is set. Owns the certificate.</summary>
internal sealed record SignInSettings : IDisposable
{
    /// <summary>Name of the connection.</summary>
    public required string ConnectionName { get; init; }

    /// <summary>By an app at the authorization server.</summary>
    public OAuthClientSettings? OAuth { get; init; }

    /// <summary>By a command.</summary>
    public TokenCommandSettings? Command { get; init; }

    /// <summary>By an identity that Azure keeps.</summary>
    public AzureIdentitySettings? Azure { get; init; }

    /// <summary>Whether the one who signs in is a person, not an app.</summary>
    public bool NeedsPerson => Command is not null || OAuth is { GrantType: not GrantType.ClientCredentials };

    /// <summary>Reads and checks the options of the chosen method; what is wrong is added to the mistakes.</summary>
    public static SignInSettings Read(ConnectionSettings settings, string baseFolder, List<ErrorDetail> mistakes)
    {
        var derived = DerivedSettings.From(settings);
        return settings.Get(DataverseOptions.AuthenticationMethod) switch
        {
            AuthenticationMethods.ManagedIdentity => Of(settings, new AzureIdentitySettings
            {
                ConnectionName = settings.Name,
                Kind = AzureIdentityKind.ManagedIdentity,
                Scope = derived.Addresses?.ApplicationScope ?? string.Empty,
                ClientId = settings.Get(DataverseOptions.ManagedIdentityClientId),
            }),
            AuthenticationMethods.AzureCli => Of(settings, new AzureIdentitySettings
            {
                ConnectionName = settings.Name,
                Kind = AzureIdentityKind.AzureCli,
                Scope = derived.Addresses?.ApplicationScope ?? string.Empty,
                Tenant = settings.Get(DataverseOptions.Tenant),
            }),
            AuthenticationMethods.TokenCommand => ReadCommand(settings, derived, baseFolder, mistakes),
            _ => ReadOAuth(settings, derived, baseFolder, mistakes),
        };
    }

    /// <summary>The tokens of the connection.</summary>
    public TokenSource Open(ConnectorServices services) =>
        OAuth is not null ? new TokenSource(OAuth, services.State, services.HttpHandler, services.TimeProvider)
        : Command is not null ? new TokenSource(Command, services.State, services.TimeProvider)
        : new TokenSource(Azure!, services.State, services.TimeProvider);

    public void Dispose() => OAuth?.ClientCertificate?.Dispose();

    private static SignInSettings Of(ConnectionSettings settings, AzureIdentitySettings azure) => new() { ConnectionName = settings.Name, Azure = azure };

    private static SignInSettings ReadCommand(ConnectionSettings settings, DerivedSettings derived, string baseFolder, List<ErrorDetail> mistakes)
    {
        var command = new TokenCommandSettings
        {
            ConnectionName = settings.Name,
            CommandLine = settings.Get(DataverseOptions.TokenCommand),
            Resource = derived.Addresses?.Origin ?? string.Empty,
            Folder = baseFolder,
        };
        Collect(command.Validate, mistakes);
        return new SignInSettings { ConnectionName = settings.Name, Command = command };
    }

    private static SignInSettings ReadOAuth(ConnectionSettings settings, DerivedSettings derived, string baseFolder, List<ErrorDetail> mistakes)
    {
        var method = settings.Get(DataverseOptions.AuthenticationMethod);
        var isQuickStart = method == AuthenticationMethods.QuickStart;
        var grant = GrantTypes.Parse(settings.Get(DataverseOptions.GrantType)!);
        if (isQuickStart && grant == GrantType.ClientCredentials)
        {
            mistakes.Add(SignInErrors.QuickStartIsPublic());
        }

        var oauth = new OAuthClientSettings
        {
            ConnectionName = settings.Name,
            SystemName = derived.Addresses?.Site.Authority,
            GrantType = grant,
            ClientId = isQuickStart ? AuthenticationMethods.QuickStartClientId : settings.Get(DataverseOptions.ClientId),
            ClientSecret = method == AuthenticationMethods.CustomOAuthApplication ? settings.GetSecret(DataverseOptions.ClientSecret) : null,
            ClientCertificate = method == AuthenticationMethods.Certificate ? LoadCertificate(settings, baseFolder, mistakes) : null,
            AuthorizationUrl = derived.AuthorizationUrl,
            TokenUrl = derived.TokenUrl,
            RedirectUrl = isQuickStart ? DataverseOptions.RedirectUrl.Default! : settings.Get(DataverseOptions.RedirectUrl)!,
            Scope = derived.Scope,
            Resource = derived.Resource,
        };
        var found = new List<ErrorDetail>();
        Collect(oauth.Validate, found);

        // A certificate that was given but can't be read, and a method without credential, have said so already.
        mistakes.AddRange(found.Where(mistake => mistake.Option != DataverseOptions.ClientSecret.Name || method == AuthenticationMethods.CustomOAuthApplication)
            .Select(mistake => IsMissingEndpoint(settings, mistake) ? WithTenant(mistake, settings.Get(DataverseOptions.Tenant), derived) : mistake).OfType<ErrorDetail>());
        return new SignInSettings { ConnectionName = settings.Name, OAuth = oauth };
    }

    private static X509Certificate2? LoadCertificate(ConnectionSettings settings, string baseFolder, List<ErrorDetail> mistakes)
    {
        var path = settings.Get(DataverseOptions.Certificate);
        var thumbprint = settings.Get(DataverseOptions.CertificateThumbprint);
        if ((path is null) == (thumbprint is null))
        {
            mistakes.Add(path is null ? SignInErrors.CertificateMissing() : SignInErrors.TwoCertificates());
            return null;
        }

        try
        {
            return path is not null
                ? ClientCertificate.FromFile(Path.Combine(baseFolder, path), settings.GetSecret(DataverseOptions.CertificatePassword))
                : ClientCertificate.FromStore(thumbprint!);
        }
        catch (ConfigurationException exception)
        {
            mistakes.Add(exception.Error);
            return null;
        }
    }

    private static void Collect(Action validate, List<ErrorDetail> mistakes)
    {
        try
        {
            validate();
        }
        catch (ConfigurationException exception)
        {
            mistakes.AddRange([exception.Error with { Others = [] }, .. exception.Error.Others]);
        }
    }

    private static bool IsMissingEndpoint(ConnectionSettings settings, ErrorDetail mistake) =>
        (mistake.Option == DataverseOptions.AuthorizationUrl.Name && settings.Get(DataverseOptions.AuthorizationUrl) is null)
        || (mistake.Option == DataverseOptions.TokenUrl.Name && settings.Get(DataverseOptions.TokenUrl) is null);

    /// <summary>
    /// The tenant is the shorter answer; where it was given and is wrong, that mistake says enough, and so does a wrong URL, for a right one would be asked.
    /// </summary>
    private static ErrorDetail? WithTenant(ErrorDetail missingEndpoint, string? tenant, DerivedSettings derived) => tenant is not null || derived.Addresses is null ? null : missingEndpoint with
    {
        Advice = "Give the Tenant (tenant ID or domain), from which it follows, or copy it from the app's page in the Azure portal: Overview › Endpoints.",
    };
}
