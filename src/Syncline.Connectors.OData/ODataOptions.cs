using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.OAuth.Settings;

namespace Syncline.Connectors.OData;

/// <summary>Options of a connection to an OData service, checked.</summary>
internal sealed record ODataOptions
{
    /// <summary>Nothing is sent.</summary>
    public const string None = "none";

    /// <summary>User and password (RFC 7617).</summary>
    public const string Basic = "basic";

    /// <summary>A token as it is (RFC 6750).</summary>
    public const string Bearer = "bearer";

    /// <summary>A token by one of the OAuth flows.</summary>
    public const string OAuth = "oauth";

    private static readonly ConnectorOption UrlOption = new()
    {
        Name = "url",
        Label = "URL",
        Help = "Root of the service: the address before the names of its entity sets.",
        IsRequired = true,
        Example = "https://services.example.com/odata/v4/",
    };

    private static readonly ConnectorOption AuthenticationOption = new()
    {
        Name = "authentication",
        Label = "Authentication",
        Help = "How the service knows who asks.",
        Default = None,
        Choices = [new(None, "None"), new(Basic, "User and password"), new(Bearer, "Token"), new(OAuth, "OAuth 2.0")],
    };

    private static readonly ConnectorOption UserOption = Of("user", "User", "Name of the user.", Basic);
    private static readonly ConnectorOption PasswordOption = Of("password", "Password", "Password of the user.", Basic) with { IsSecret = true };
    private static readonly ConnectorOption TokenOption = Of("token", "Token", "An access token or API key that is sent as Bearer.", Bearer) with { IsSecret = true };

    private static readonly ConnectorOption GrantOption = Of("grant-type", "Grant Type", "How tokens are had.", OAuth) with
    {
        Default = GrantTypes.AuthorizationCode,
        Choices = [new(GrantTypes.AuthorizationCode, "Authorization Code"), new(GrantTypes.ClientCredentials, "Client Credentials"), new(GrantTypes.DeviceCode, "Device Code")],
    };

    private static readonly ConnectorOption ClientIdOption = Of("client-id", "Client ID", "Id of the app at the sign-in service.", OAuth);
    private static readonly ConnectorOption ClientSecretOption = Of("client-secret", "Client Secret", "Secret of the app; none for a public app.", OAuth) with { IsSecret = true };
    private static readonly ConnectorOption AuthorizationUrlOption = Of("authorization-url", "Authorization URL", "Where a person signs in.", OAuth);
    private static readonly ConnectorOption TokenUrlOption = Of("token-url", "Token URL", "Where tokens are had.", OAuth);
    private static readonly ConnectorOption RedirectUrlOption = Of("redirect-url", "Redirect URL", "Loopback address registered for the app.", OAuth) with { Default = "http://localhost" };
    private static readonly ConnectorOption ScopeOption = Of("scope", "Scope", "Scopes that the service asks for, separated by blanks.", OAuth);

    /// <summary>The declarations, in the order of the form.</summary>
    public static IReadOnlyList<ConnectorOption> Declarations { get; } =
    [
        UrlOption, AuthenticationOption, UserOption, PasswordOption, TokenOption, GrantOption, ClientIdOption, ClientSecretOption, AuthorizationUrlOption, TokenUrlOption, RedirectUrlOption, ScopeOption,
    ];

    /// <summary>Name of the connection.</summary>
    public required string ConnectionName { get; init; }

    /// <summary>Root of the service; ends with a slash.</summary>
    public required Uri Root { get; init; }

    /// <summary>One of the four ways.</summary>
    public required string Authentication { get; init; }

    /// <summary>User, for <see cref="Basic"/>.</summary>
    public string? User { get; init; }

    /// <summary>Password or token.</summary>
    public Secret? Secret { get; init; }

    /// <summary>The app, for <see cref="OAuth"/>.</summary>
    public OAuthClientSettings? Client { get; init; }

    /// <summary>Whether somebody has to sign in. Settings that are wrong in other ways need nobody here.</summary>
    public static bool NeedsPerson(ConnectionSettings settings) => settings.Get(AuthenticationOption) == OAuth && settings.Get(GrantOption) != GrantTypes.ClientCredentials;

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="ConfigurationException">An option is missing or wrong.</exception>
    public static ODataOptions From(ConnectionSettings settings)
    {
        var url = settings.Get(UrlOption);
        if (url is null || !Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var root) || root.Query.Length > 0 || root.UserInfo.Length > 0 || !(root.Scheme == "https" || (root.Scheme == "http" && root.IsLoopback)))
        {
            throw new ConfigurationException(ODataErrors.Url(url));
        }

        var authentication = settings.Get(AuthenticationOption)!;
        var options = new ODataOptions { ConnectionName = settings.Name, Root = root, Authentication = authentication };
        var grant = settings.Get(GrantOption)!;
        RequireChoice(GrantOption, grant);
        RequireChoice(AuthenticationOption, authentication);
        return authentication switch
        {
            Basic => options with { User = Needed(settings, UserOption, Basic), Secret = NeededSecret(settings, PasswordOption, Basic) },
            Bearer => options with { Secret = NeededSecret(settings, TokenOption, Bearer) },
            OAuth => options with { Client = ClientOf(settings, grant, root) },
            _ => options,
        };
    }

    private static OAuthClientSettings ClientOf(ConnectionSettings settings, string grant, Uri root)
    {
        var client = new OAuthClientSettings
        {
            ConnectionName = settings.Name,
            SystemName = root.Host,
            GrantType = GrantTypes.Parse(grant),
            AuthorizationUrl = settings.Get(AuthorizationUrlOption),
            TokenUrl = settings.Get(TokenUrlOption),
            ClientId = settings.Get(ClientIdOption),
            ClientSecret = settings.GetSecret(ClientSecretOption),
            RedirectUrl = settings.Get(RedirectUrlOption)!,
            Scope = settings.Get(ScopeOption),
        };
        client.Validate();
        return client;
    }

    private static string Needed(ConnectionSettings settings, ConnectorOption option, string method) =>
        settings.Get(option) ?? throw new ConfigurationException(ODataErrors.OptionMissing(option.Name, method));

    private static Secret NeededSecret(ConnectionSettings settings, ConnectorOption option, string method) =>
        settings.GetSecret(option) ?? throw new ConfigurationException(ODataErrors.OptionMissing(option.Name, method));

    private static void RequireChoice(ConnectorOption option, string value)
    {
        if (!option.Choices.Any(choice => choice.Value == value))
        {
            throw new ConfigurationException(ODataErrors.OptionValue(option.Name, value, $"Use {string.Join(", ", option.Choices.Select(choice => choice.Value))}."));
        }
    }

    private static ConnectorOption Of(string name, string label, string help, string authentication) => new()
    {
        Name = name,
        Label = label,
        Help = help,
        VisibleWhen = [new OptionCondition("authentication", [authentication])],
    };
}
