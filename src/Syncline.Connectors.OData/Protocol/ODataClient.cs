using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.OAuth.Tokens;

namespace Syncline.Connectors.OData.Protocol;

/// <summary>Sends requests to one service, signed in. Nothing is sent to another host. Safe for concurrent use.</summary>
internal sealed class ODataClient : IDisposable
{
    private readonly HttpClient http;
    private readonly AuthenticationHeaderValue? authorization;

    public ODataClient(ODataOptions options, ConnectorServices services)
    {
        Root = options.Root;
        HttpMessageHandler handler = services.HttpHandler;
        if (options.Client is { } client)
        {
            handler = new BearerTokenHandler(new TokenSource(client, services.State, services.HttpHandler, services.TimeProvider), options.Root, handler, options.ConnectionName);
        }

        authorization = options.Authentication switch
        {
            ODataOptions.Basic => new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.User}:{options.Secret!.Reveal()}"))),
            ODataOptions.Bearer => new AuthenticationHeaderValue("Bearer", options.Secret!.Reveal()),
            _ => null,
        };

        // The handler is on loan, and time limits are its business.
        http = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Root of the service.</summary>
    public Uri Root { get; }

    /// <summary>Sends a request; the headers of the answer are there, its content is still to be read.</summary>
    /// <exception cref="SignInException">The service does not accept the sign-in.</exception>
    public async ValueTask<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = new Uri(Root, request.RequestUri!);
        if (Uri.Compare(address, Root, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) != 0)
        {
            throw new ReadException(ODataErrors.BadPage(address.AbsolutePath, $"it leads to another host, {address.Authority}."));
        }

        request.RequestUri = address;
        request.Headers.TryAddWithoutValidation("OData-MaxVersion", "4.01");
        if (authorization is not null)
        {
            request.Headers.Authorization = authorization;
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            using (response)
            {
                throw new SignInException(ODataErrors.Refused(Root, response.StatusCode, (await ErrorOfAsync(response, cancellationToken)).Text));
            }
        }

        return response;
    }

    /// <summary>Code and text of an error answer (OData JSON format, section 21.1); nulls when there is none.</summary>
    public static async ValueTask<(string? Code, string? Text)> ErrorOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var document = await JsonDocument.ParseAsync(content, cancellationToken: cancellationToken);
            return ErrorOf(document.RootElement);
        }
        catch (JsonException)
        {
            return (null, null); // not an OData error: the status has to do
        }
    }

    /// <summary>Code and text of an error; nulls when it is none.</summary>
    public static (string? Code, string? Text) ErrorOf(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
            ? (TextOf(error, "code"), TextOf(error, "message"))
            : (null, null);

    public void Dispose() => http.Dispose();

    private static string? TextOf(JsonElement error, string name) => error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
