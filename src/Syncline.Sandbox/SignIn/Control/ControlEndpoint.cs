using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Syncline.Sandbox.SignIn.Control;

/// <summary>
/// <c>POST /_sandbox/control</c> with a JSON object; each member given is done, in this order:
/// <c>"expireAccessTokens": true</c>, <c>"revokeRefreshTokens": "USER" | "*"</c>, <c>"revokeEverything": "USER" | "*"</c>,
/// <c>"forgetPeople": true</c>, <c>"failNextSignIn": AADSTS</c>, <c>"failNextTokenRequest": AADSTS</c>. Answers 204, or 400 with
/// <c>{"error": …}</c> and nothing done. The content type must be JSON, which keeps foreign web pages in a browser from calling it.
/// </summary>
internal static class ControlEndpoint
{
    private static readonly string[] Known =
        ["expireAccessTokens", "revokeRefreshTokens", "revokeEverything", "forgetPeople", "failNextSignIn", "failNextTokenRequest"];

    public static void MapControl(this IEndpointRouteBuilder routes) => routes.MapPost("/_sandbox/control", (RequestDelegate)HandleAsync);

    private static async Task HandleAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            await RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, "The content type must be application/json.");
            return;
        }

        JsonDocument document;
        try
        {
            document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        }
        catch (JsonException error)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, $"The body is not JSON: {error.Message}");
            return;
        }

        using (document)
        {
            var problem = Carry(document.RootElement, context.RequestServices.GetRequiredService<SandboxControls>());
            if (problem is not null)
            {
                await RefuseAsync(context, StatusCodes.Status400BadRequest, problem);
                return;
            }
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static string? Carry(JsonElement order, SandboxControls controls)
    {
        if (order.ValueKind != JsonValueKind.Object)
        {
            return "The body must be a JSON object.";
        }

        foreach (var member in order.EnumerateObject())
        {
            var fits = member.Name switch
            {
                "expireAccessTokens" or "forgetPeople" => member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False,
                "revokeRefreshTokens" or "revokeEverything" => member.Value.ValueKind == JsonValueKind.String,
                "failNextSignIn" or "failNextTokenRequest" => member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt32(out _),
                _ => false,
            };
            if (!fits)
            {
                return $"'{member.Name}' is unknown or its value has the wrong type. Known: {string.Join(", ", Known)}.";
            }
        }

        foreach (var name in Known)
        {
            if (order.TryGetProperty(name, out var value))
            {
                Carry(name, value, controls);
            }
        }

        return null;
    }

    private static void Carry(string name, JsonElement value, SandboxControls controls)
    {
        switch (name)
        {
            case "expireAccessTokens" when value.GetBoolean():
                controls.ExpireAccessTokens();
                break;
            case "revokeRefreshTokens":
                controls.RevokeRefreshTokens(UserOrAll(value));
                break;
            case "revokeEverything":
                controls.RevokeEverything(UserOrAll(value));
                break;
            case "forgetPeople" when value.GetBoolean():
                controls.ForgetPeople();
                break;
            case "failNextSignIn":
                controls.FailNextSignIn(value.GetInt32());
                break;
            case "failNextTokenRequest":
                controls.FailNextTokenRequest(value.GetInt32());
                break;
        }
    }

    private static string? UserOrAll(JsonElement value) => value.GetString() is { } user && user != "*" ? user : null;

    private static Task RefuseAsync(HttpContext context, int status, string problem)
    {
        context.Response.StatusCode = status;
        return Errors.ErrorAnswers.WriteAsync(context.Response, json => json.WriteString("error", problem));
    }
}
