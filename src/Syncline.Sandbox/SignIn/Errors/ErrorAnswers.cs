using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Syncline.Sandbox.SignIn.Interaction;

namespace Syncline.Sandbox.SignIn.Errors;

/// <summary>Writes refusals as Entra does: a JSON body for programs, a page for people.</summary>
internal sealed class ErrorAnswers(SandboxAddresses addresses, TimeProvider time)
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Link to the error's explanation, as in <c>error_uri</c>.</summary>
    public string Uri(EntraError error) => $"{addresses.Site}/error?code={error.Code}";

    public async Task WriteJsonAsync(HttpContext context, EntraError error)
    {
        if (EndpointShapes.Of(context.Request.Path.Value!) == EndpointShape.AdFs)
        {
            var (code, description) = AdFsErrors.Of(error);
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await WriteAsync(context.Response, json =>
            {
                json.WriteString("error", code);
                json.WriteString("error_description", description);
            });
            return;
        }

        var request = SignInRequest.Of(context, time);
        context.Response.StatusCode = error.Status;
        await WriteAsync(context.Response, json =>
        {
            json.WriteString("error", error.Error);
            json.WriteString("error_description", error.Describe(request));
            json.WriteStartArray("error_codes");
            json.WriteNumberValue(error.Code);
            json.WriteEndArray();
            json.WriteString("timestamp", request.Timestamp);
            json.WriteString("trace_id", request.TraceId);
            json.WriteString("correlation_id", request.CorrelationId);
            json.WriteString("error_uri", Uri(error));
            if (error.SubError is not null)
            {
                json.WriteString("suberror", error.SubError);
            }

            if (error.Claims is not null)
            {
                json.WriteString("claims", error.Claims);
            }
        });
    }

    public Task WritePageAsync(HttpContext context, EntraError error)
    {
        var request = SignInRequest.Of(context, time);
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return SignInPages.WriteAsync(context, SignInPages.Error(error, request));
    }

    /// <summary>Writes one JSON object as the whole answer; the status is the one already set.</summary>
    public static async Task WriteAsync(HttpResponse response, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(buffer, JsonOptions))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = buffer.WrittenCount;
        await response.Body.WriteAsync(buffer.WrittenMemory, response.HttpContext.RequestAborted);
    }
}
