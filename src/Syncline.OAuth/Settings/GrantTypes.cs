using Syncline.Core.Errors;
using Syncline.OAuth.Errors;

namespace Syncline.OAuth.Settings;

/// <summary>The names of <see cref="GrantType"/> in files and on the command line.</summary>
public static class GrantTypes
{
    /// <summary><c>authorization_code</c>.</summary>
    public const string AuthorizationCode = "authorization_code";

    /// <summary><c>client_credentials</c>.</summary>
    public const string ClientCredentials = "client_credentials";

    /// <summary><c>device_code</c>.</summary>
    public const string DeviceCode = "device_code";

    /// <summary>The grant of this name.</summary>
    /// <exception cref="ConfigurationException">There is none (OA1012).</exception>
    public static GrantType Parse(string name) => name switch
    {
        AuthorizationCode => GrantType.AuthorizationCode,
        ClientCredentials => GrantType.ClientCredentials,
        DeviceCode or "urn:ietf:params:oauth:grant-type:device_code" => GrantType.DeviceCode,
        _ => throw new ConfigurationException(new ErrorDetail
        {
            Id = OAuthErrorId.UnknownGrantType,
            Phase = ErrorPhase.Configuration,
            Message = $"The grant type '{name}' is not known.",
            Advice = $"Use {AuthorizationCode}, {ClientCredentials} or {DeviceCode}.",
            Option = OptionName.GrantType,
        }),
    };
}
