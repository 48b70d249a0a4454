namespace Syncline.Sandbox.SignIn;

/// <summary>What the site needs of the sign-in service: to know a caller by the bearer token. Safe for concurrent use.</summary>
public interface IAccessTokenReader
{
    /// <summary>Reads a bearer token.</summary>
    /// <param name="accessToken">The token as it stood behind <c>Bearer </c>.</param>
    /// <param name="reason">When the answer is null: why, in the words of the 401 answer.</param>
    /// <returns>The caller, or null when the token is malformed, expired, revoked or meant for another audience.</returns>
    SandboxCaller? Read(string accessToken, out string? reason);
}
