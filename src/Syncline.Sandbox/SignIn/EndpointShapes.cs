namespace Syncline.Sandbox.SignIn;

/// <summary>Tells the dialect from the address.</summary>
internal static class EndpointShapes
{
    public static EndpointShape Of(string path) =>
        path.StartsWith($"/{Tenants.AdFs}/", StringComparison.OrdinalIgnoreCase) ? EndpointShape.AdFs
        : path.Contains("/v2.0/", StringComparison.OrdinalIgnoreCase) ? EndpointShape.Version2
        : EndpointShape.Version1;

    /// <summary>
    /// The scope that a <c>resource</c> parameter stands for. A slash at its end is part of the audience, and is kept as in
    /// <c>resource//.default</c> on v2. With a person, v1 and AD FS always give a refresh token.
    /// </summary>
    public static string ScopeOf(string resource, string? scope, bool isForAppItself)
    {
        // Beside a resource, a scope can only name standard ones.
        var standard = (scope ?? "openid").Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(item => !item.Contains("://", StringComparison.Ordinal));
        return isForAppItself ? $"{resource}/.default" : string.Join(' ', standard.Append("offline_access").Append($"{resource}/user_impersonation").Distinct(StringComparer.Ordinal));
    }
}
