using System.Text.Json;
using Syncline.Sandbox.SignIn;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Http;

/// <summary>One request to the Web API, apart from the connection that carries it.</summary>
internal sealed record SiteRequest
{
    public required string Method { get; init; }

    /// <summary>Scheme, host and port as the client wrote them, e.g. <c>http://127.0.0.1:5000</c>.</summary>
    public required string Origin { get; init; }

    /// <summary><c>v9.2</c>.</summary>
    public required string Version { get; init; }

    public required IReadOnlyList<PathSegment> Path { get; init; }

    /// <summary>Path behind the version, as sent.</summary>
    public required string RawPath { get; init; }

    public required QueryOptions Query { get; init; }

    public required Func<string, string?> Header { get; init; }

    public required Preferences Prefer { get; init; }

    /// <summary>Who acts: the caller, or the user whom the caller stands in for.</summary>
    public required SandboxCaller Caller { get; init; }

    /// <summary>The caller who acts in the place of <see cref="Caller"/> (PROTOCOL 5.1: <c>MSCRMCallerID</c>, <c>CallerObjectId</c>); null when nobody does.</summary>
    public Guid? OnBehalfOf { get; init; }

    public Actor Actor => new(Caller.UserId, OnBehalfOf);

    /// <summary>The change set of a batch that the request belongs to; null when it stands alone.</summary>
    public ChangeSet? Changes { get; init; }

    /// <summary>What the request has done so far, for the journal and for the model of its duration.</summary>
    public RequestWork Work { get; init; } = new();

    public required Stream Body { get; init; }

    public CancellationToken CancellationToken { get; init; }

    /// <summary>Root of the service, ending in a slash.</summary>
    public string ServiceRoot => $"{Origin}/api/data/{Version}/";

    public string ContextRoot => ServiceRoot + "$metadata#";

    /// <summary>Reads the body as one JSON object.</summary>
    public async Task<JsonDocument> ReadJsonAsync(string setName)
    {
        try
        {
            var document = await JsonDocument.ParseAsync(Body, default, CancellationToken);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            throw SiteErrors.BadPayload(setName, "Microsoft.OData.ODataException: An unexpected value was found where a JSON object was expected.");
        }
        catch (JsonException exception)
        {
            throw SiteErrors.BadPayload(setName, $"Microsoft.OData.Json.JsonReaderException: {exception.Message}");
        }
    }
}
