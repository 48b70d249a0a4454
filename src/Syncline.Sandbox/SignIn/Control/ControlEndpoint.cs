using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Syncline.Sandbox.SignIn.Control;

/// <summary>
/// <c>POST /_sandbox/control</c> with a JSON object; its members are the <see cref="ControlOrders"/>, carried out in the order in which they are listed
/// there. Answers 204, or 400 with <c>{"error": …}</c> and nothing done. The content type must be JSON, which keeps foreign web pages in a browser
/// from calling it.
/// </summary>
internal static class ControlEndpoint
{
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

    private static string? Carry(JsonElement orders, SandboxControls controls)
    {
        if (orders.ValueKind != JsonValueKind.Object)
        {
            return "The body must be a JSON object.";
        }

        foreach (var member in orders.EnumerateObject())
        {
            var order = ControlOrders.All.FirstOrDefault(known => known.Name == member.Name);
            if (order is null)
            {
                return $"'{member.Name}' is unknown. Known: {string.Join(", ", ControlOrders.All.Select(known => known.Name))}.";
            }

            if (!order.Fits(member.Value))
            {
                return $"'{order.Name}' takes {order.Takes}.";
            }
        }

        foreach (var order in ControlOrders.All)
        {
            if (orders.TryGetProperty(order.Name, out var value))
            {
                order.Carry(value, controls);
            }
        }

        return null;
    }

    private static Task RefuseAsync(HttpContext context, int status, string problem)
    {
        context.Response.StatusCode = status;
        return Errors.ErrorAnswers.WriteAsync(context.Response, json => json.WriteString("error", problem));
    }
}
