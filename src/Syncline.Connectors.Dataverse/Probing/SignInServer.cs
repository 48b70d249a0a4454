using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.WebApi;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.Probing;

/// <summary>
/// What a sign-in server says of itself in its metadata (OpenID Connect Discovery section 4), found from a token endpoint of Entra's or
/// AD FS' form. GET only, without credentials.
/// </summary>
/// <param name="Issuer">Its name for itself.</param>
/// <param name="AuthorizationEndpoint">Where people sign in.</param>
/// <param name="TokenEndpoint">Where tokens are given.</param>
internal sealed partial record SignInServer(string? Issuer, string? AuthorizationEndpoint, string? TokenEndpoint)
{
    private const int MaxBytes = 1024 * 1024;

    // Entra's number for a tenant that is not there.
    private const string TenantNotFound = "AADSTS90002";

    /// <summary>The tenant id in the issuer; null when there is none.</summary>
    public string? TenantId => Issuer is not null && TenantIdPattern().Match(Issuer) is { Success: true } match ? match.Value.ToLowerInvariant() : null;

    /// <summary>
    /// Address of the metadata that belongs to a token endpoint; null when the endpoint is of another form
    /// (https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc#find-your-apps-openid-configuration-document-uri).
    /// </summary>
    public static Uri? MetadataOf(Uri tokenEndpoint) => TokenPath().Match(tokenEndpoint.AbsolutePath) is { Success: true } match
        ? new Uri(tokenEndpoint, $"{match.Groups["base"].Value}{match.Groups["version"].Value}/.well-known/openid-configuration")
        : null;

    /// <summary>Reads the metadata that belongs to a token endpoint.</summary>
    /// <returns>The server; null when there is no metadata.</returns>
    /// <exception cref="SignInException">The server is there, the tenant in the address is not.</exception>
    /// <exception cref="ConnectionException">The server can't be reached.</exception>
    public static async ValueTask<SignInServer?> FindAsync(Uri tokenEndpoint, HttpMessageHandler handler, CancellationToken cancellationToken)
    {
        if (MetadataOf(tokenEndpoint) is not { } address)
        {
            return null;
        }

        using var http = new HttpMessageInvoker(handler, disposeHandler: false);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var response = await http.SendAsync(request, cancellationToken);
        try
        {
            using var body = await PageBuffer.ReadAsync(response.Content, MaxBytes, cancellationToken);
            using var document = JsonDocument.Parse(body.Written.ToArray());
            return Read(response.StatusCode, document.RootElement, tokenEndpoint);
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            // A server that answers with something else has no metadata there.
            return null;
        }
    }

    private static SignInServer? Read(HttpStatusCode status, JsonElement root, Uri tokenEndpoint)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (status == HttpStatusCode.BadRequest && MetadataJson.Text(root, "error_description") is { } words && words.Contains(TenantNotFound, StringComparison.Ordinal))
        {
            throw new SignInException(SignInAddressErrors.TenantUnknown(tokenEndpoint, words.Split('\r', '\n')[0]));
        }

        return status == HttpStatusCode.OK
            ? new SignInServer(MetadataJson.Text(root, "issuer"), MetadataJson.Text(root, "authorization_endpoint"), MetadataJson.Text(root, "token_endpoint"))
            : null;
    }

    [GeneratedRegex("^(?<base>/[^/]+)/oauth2(?<version>/v2\\.0)?/token/?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex TokenPath();

    [GeneratedRegex("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TenantIdPattern();
}
