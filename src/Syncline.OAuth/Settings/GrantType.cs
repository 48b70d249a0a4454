namespace Syncline.OAuth.Settings;

/// <summary>How tokens are had.</summary>
public enum GrantType
{
    /// <summary>A person signs in with a browser on this machine (RFC 6749 section 4.1 with PKCE). In files: <c>authorization_code</c>.</summary>
    AuthorizationCode,

    /// <summary>The app signs in as itself with its secret or certificate (RFC 6749 section 4.4). In files: <c>client_credentials</c>.</summary>
    ClientCredentials,

    /// <summary>A person types a code on another device (RFC 8628). In files: <c>device_code</c>.</summary>
    DeviceCode,
}
