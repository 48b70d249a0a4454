using System.Text.Json;
using System.Text.RegularExpressions;
using Syncline.OAuth.Errors;

namespace Syncline.OAuth.TokenEndpoint;

/// <summary>An error answer of the authorization server (RFC 6749 sections 4.1.2.1 and 5.2), with what Entra adds. Holds no secrets.</summary>
internal sealed partial record ServerRefusal
{
    /// <summary>The OAuth error code, e.g. <c>invalid_grant</c>.</summary>
    public required string Error { get; init; }

    /// <summary>The server's text without its lines of ids and times; null when it gave none.</summary>
    public string? Text { get; init; }

    /// <summary>Entra's number, e.g. 7000215; null when the text has none.</summary>
    public string? EntraCode { get; init; }

    /// <summary>Entra's <c>suberror</c> or <c>error_subcode</c>.</summary>
    public string? Suberror { get; init; }

    /// <summary>Claims that the person has to sign in with, as JSON; null for none.</summary>
    public string? Claims { get; init; }

    /// <summary>Id by which the server's support finds the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>Shortest wait before trying again; null when none was named.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The server says that the same request may succeed later.</summary>
    public bool IsTransient { get; init; }

    /// <summary>An error that came with the redirect. Only for answers whose state was right.</summary>
    public static ServerRefusal OfRedirect(string error, string? description, string? subcode) =>
        Of(error, description, [], null) with { Suberror = subcode, IsTransient = error is "temporarily_unavailable" or "server_error" };

    /// <summary>The refusal in an answer; null when it is none.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="json">Its body.</param>
    /// <param name="sent">Secrets that were sent: a server that repeats them in its text does not make us show them.</param>
    public static ServerRefusal? Read(ServerReply reply, JsonElement json, IReadOnlyList<string> sent)
    {
        if (Property(json, "error") is not { Length: > 0 } error)
        {
            return null;
        }

        var codes = json.TryGetProperty("error_codes", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(code => code.ValueKind == JsonValueKind.Number).Select(code => code.GetRawText()).ToArray()
            : [];
        return Of(error, Property(json, "error_description"), codes, sent) with
        {
            Suberror = Property(json, "suberror"),
            Claims = Property(json, "claims"),
            RequestId = Property(json, "trace_id") ?? TraceId(Property(json, "error_description")) ?? reply.RequestId,
            RetryAfter = reply.RetryAfter,
            IsTransient = error is "temporarily_unavailable" or "server_error" || (int)reply.Status is >= 500 or 429,
        };
    }

    private static ServerRefusal Of(string error, string? description, string[] codes, IReadOnlyList<string>? sent)
    {
        var text = Clean(description, sent ?? []);
        return new ServerRefusal
        {
            Error = Clean(error, sent ?? []) ?? string.Empty,
            Text = text,
            EntraCode = text is not null && EntraCodePattern().Match(text) is { Success: true } match ? match.Groups["code"].Value : codes.FirstOrDefault(),
            RequestId = TraceId(description),
        };
    }

    private static string? Clean(string? text, IReadOnlyList<string> sent) =>
        ForeignText.Clean(text is null ? null : IdLines().Replace(text, string.Empty), sent);

    private static string? TraceId(string? description) =>
        description is not null && TracePattern().Match(description) is { Success: true } match ? match.Groups["id"].Value : null;

    private static string? Property(JsonElement json, string name) =>
        !json.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.ValueKind == JsonValueKind.Object && name == "claims" ? value.GetRawText()
        : null;

    [GeneratedRegex(@"\bAADSTS(?<code>\d{3,10})\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex EntraCodePattern();

    [GeneratedRegex(@"\s*\b(?:Trace ID|Correlation ID|Timestamp):[^\r\n]*?(?=\s*(?:Trace ID:|Correlation ID:|Timestamp:|\r|\n|$))", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex IdLines();

    [GeneratedRegex(@"\bTrace ID: ?(?<id>[0-9a-fA-F-]{8,64})", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TracePattern();
}
