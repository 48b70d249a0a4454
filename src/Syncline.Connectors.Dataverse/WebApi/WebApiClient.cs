using System.Text.Json;
using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Http;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.OAuth.Tokens;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>
/// Sends requests of the Web API with the headers that all of them need. The client below adds the token, only for this site, and repeats a
/// request once with another token when the site refuses one that should be good: a 401 comes before anything is carried out. Nothing else
/// is ever sent twice.
/// </summary>
/// <param name="http">Client over a <see cref="BearerTokenHandler"/>.</param>
/// <param name="addresses">The site.</param>
/// <param name="tokens">What the handler takes its tokens from.</param>
internal sealed class WebApiClient(HttpClient http, SiteAddresses addresses, IAccessTokenSource tokens)
{
    private const int MaxMetadataBytes = 256 * 1024 * 1024;

    public SiteAddresses Addresses => addresses;

    /// <summary>How long the sign-in lasts.</summary>
    public ValueTask<SignInSpan?> GetSignInSpanAsync(CancellationToken cancellationToken) => tokens.GetSpanAsync(cancellationToken);

    /// <summary>Sends; the answer is returned whatever its status, with its headers read and its body not.</summary>
    /// <param name="make">Makes the request; called when there is a token, so that what fails before was certainly not sent.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SignInException">There is no token.</exception>
    public async ValueTask<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        await tokens.GetAccessTokenAsync(cancellationToken);
        using var request = make();
        request.Headers.TryAddWithoutValidation("OData-MaxVersion", "4.0");
        request.Headers.TryAddWithoutValidation("OData-Version", "4.0");
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>Sends a GET and returns the answer, successful or not; a request without an answer becomes a <see cref="ConnectionException"/>.</summary>
    public async ValueTask<HttpResponseMessage> GetAsync(Uri address, string? prefer, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(() => Get(address, prefer), cancellationToken);
        }
        catch (Exception exception) when (HttpAnswers.IsUnanswered(exception, cancellationToken))
        {
            throw new ConnectionException(ConnectionErrors.Unanswered(exception, addresses, out _), exception);
        }
    }

    /// <summary>Gets a small JSON document; null when the site says, in Dataverse's own words, that the thing is not there.</summary>
    /// <param name="path">Path below the Web API's base, with its query.</param>
    /// <param name="subject">What is asked for, for messages.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask<JsonDocument?> FindDocumentAsync(string path, string subject, CancellationToken cancellationToken)
    {
        using var response = await GetAsync(new Uri(addresses.WebApi, path), prefer: null, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            var fault = await FaultReader.ReadAsync(response, cancellationToken);
            var isMissing = fault.IsDataverse
                && (fault.Status == 404 || fault.Number is ServerErrorCodes.ObjectDoesNotExist or ServerErrorCodes.QueryBuilderNoEntity);
            return isMissing ? null : throw ReadErrors.Refused(fault, addresses, subject);
        }

        RequireJson(response);
        try
        {
            using var body = await PageBuffer.ReadAsync(response.Content, MaxMetadataBytes, cancellationToken);
            return JsonDocument.Parse(body.Written.ToArray());
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            throw new ConnectionException(ConnectionErrors.AnswerBroken(addresses, subject), exception);
        }
        catch (Exception exception) when (HttpAnswers.IsUnanswered(exception, cancellationToken))
        {
            throw new ConnectionException(ConnectionErrors.Unanswered(exception, addresses, out _), exception);
        }
    }

    /// <summary>Like <see cref="FindDocumentAsync"/>, where the thing must be there.</summary>
    public async ValueTask<JsonDocument> GetDocumentAsync(string path, string subject, CancellationToken cancellationToken) =>
        await FindDocumentAsync(path, subject, cancellationToken)
        ?? throw new ConnectionException(ConnectionErrors.AnswerBroken(addresses, subject));

    /// <summary>A host that answers with a page for people is no Dynamics 365 site.</summary>
    /// <exception cref="ConnectionException">The answer is not JSON.</exception>
    public void RequireJson(HttpResponseMessage response)
    {
        var mediaType = response.Content.Headers.ContentType?.MediaType;
        if (mediaType is null || !mediaType.EndsWith("json", StringComparison.OrdinalIgnoreCase))
        {
            throw new ConnectionException(ConnectionErrors.NotDynamics(addresses, (int)response.StatusCode, mediaType));
        }
    }

    private static HttpRequestMessage Get(Uri address, string? prefer)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (prefer is { Length: > 0 })
        {
            request.Headers.TryAddWithoutValidation("Prefer", prefer);
        }

        return request;
    }
}
