using System.Globalization;
using System.Text.Json;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Http;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>
/// Reads an unsuccessful answer. Dataverse writes <c>{"error":{"code":"0x80040217","message":"…"}}</c>
/// (https://learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors#parse-errors-from-the-response);
/// gateways and firewalls in front of it write what they like.
/// </summary>
internal static class FaultReader
{
    private const int MaxBytes = 1024 * 1024;

    public static async ValueTask<ServerFault> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var fault = new ServerFault
        {
            Status = (int)response.StatusCode,
            RetryAfter = HttpAnswers.RetryAfter(response),
            RequestId = HttpAnswers.RequestId(response),
        };
        if (!IsJson(response.Content.Headers.ContentType?.MediaType))
        {
            return fault;
        }

        try
        {
            using var body = await PageBuffer.ReadAsync(response.Content, MaxBytes, cancellationToken);
            return Read(fault, body.Written.ToArray());
        }
        catch (Exception exception) when (exception is InvalidDataException || HttpAnswers.IsUnanswered(exception, cancellationToken))
        {
            return Unread(fault, exception);
        }
    }

    /// <summary>Reads an answer that is there as a whole.</summary>
    public static ServerFault Read(OperationAnswer answer)
    {
        var fault = new ServerFault
        {
            Status = answer.Status,
            RetryAfter = int.TryParse(answer.Header("Retry-After"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null,
            RequestId = answer.Header("x-ms-service-request-id") ?? answer.Header("REQ_ID"),
        };
        return IsJson(answer.Header("Content-Type")?.Split(';')[0].Trim()) ? Read(fault, answer.Body) : fault;
    }

    private static bool IsJson(string? mediaType) => mediaType is not null && mediaType.EndsWith("json", StringComparison.OrdinalIgnoreCase);

    private static ServerFault Read(ServerFault fault, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(fault, document.RootElement);
        }
        catch (JsonException exception)
        {
            return Unread(fault, exception);
        }
    }

    /// <summary>The status is known; only the explanation got lost on the way.</summary>
    private static ServerFault Unread(ServerFault fault, Exception exception) =>
        fault with { Text = $"(the explanation could not be read: {exception.Message})" };

    private static ServerFault Read(ServerFault fault, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("error", out var error) || error.ValueKind != JsonValueKind.Object)
        {
            return fault;
        }

        var code = Text(error, "code");
        return fault with
        {
            IsDataverse = true,
            Code = string.IsNullOrEmpty(code) ? null : code,
            Number = Parse(code),
            Text = Text(error, "message"),
            RowResults = Text(error, "@Microsoft.PowerApps.CDS.ErrorDetails.Plugin.BulkApiErrorDetails") is { } results ? BulkRowResult.ReadAll(results) : null,
        };
    }

    private static string? Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A code as a number; 0 when there is none.</summary>
    public static uint Parse(string? code)
    {
        if (code is null)
        {
            return 0;
        }

        if (code.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return uint.TryParse(code.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : 0;
        }

        return int.TryParse(code, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var signed) ? unchecked((uint)signed) : 0;
    }
}
