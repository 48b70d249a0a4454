namespace Syncline.Sandbox.SignIn.Errors;

/// <summary>Says in Entra's words what OpenIddict refused in its own; OpenIddict's refusals are known by the id in their error URI.</summary>
internal static class OpenIddictRefusals
{
    public static EntraError Translate(string? error, string? description, string? uri, string? redirectUri, string method) =>
        Id(uri) switch
        {
            "ID2016" or "ID2018" or "ID2019" => EntraErrors.GrantExpired(),
            "ID2029" when Parameter(description) == "code_verifier" => EntraErrors.VerifierMissing(),
            "ID2029" => EntraErrors.MissingParameter(Parameter(description)),
            "ID2052" => EntraErrors.VerifierWrong(),
            "ID2069" or "ID2071" => EntraErrors.GrantInvalid(),
            "ID2072" => EntraErrors.RedirectDiffers(redirectUri ?? ""),
            "ID2084" => EntraErrors.OnlyPost(method),
            _ => EntraErrors.Malformed(error ?? "invalid_request"),
        };

    private static string Id(string? uri) => uri is null ? "" : uri[(uri.LastIndexOf('/') + 1)..];

    // "The mandatory 'code_verifier' parameter is missing."
    private static string Parameter(string? description) => description?.Split('\'') is { Length: >= 2 } parts ? parts[1] : "";
}
