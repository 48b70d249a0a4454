using OpenIddict.Abstractions;

namespace Syncline.Sandbox.SignIn.Tokens;

/// <summary>Claims that travel from the sign-in to the tokens inside OpenIddict's principal; none but the tokens' own makers read them.</summary>
internal static class SandboxClaims
{
    /// <summary>The sign-in that the tokens stem from (<see cref="Grant.Family"/>).</summary>
    public const string Family = "sandbox_family";

    /// <summary>The <c>scope</c> parameter that was granted.</summary>
    public const string Scope = "sandbox_scope";

    /// <summary>Client id of the app.</summary>
    public const string App = "sandbox_app";

    /// <summary>Sign-in name of the person; absent when the app acts for itself.</summary>
    public const string UserName = "sandbox_user";

    /// <summary><c>nonce</c> of the authorization request.</summary>
    public const string Nonce = "sandbox_nonce";

    /// <summary><see cref="Yes"/> when the person gave a second factor.</summary>
    public const string MultiFactor = "sandbox_mfa";

    /// <summary>The authentication context that the tokens satisfy (<c>acrs</c>).</summary>
    public const string Context = "sandbox_context";

    public const string Yes = "1";

    /// <summary>OpenIddict hands a claim on to access and id tokens only when it is told to; ours are picked from there by hand.</summary>
    public static readonly string[] Everywhere = [OpenIddictConstants.Destinations.AccessToken, OpenIddictConstants.Destinations.IdentityToken];
}
