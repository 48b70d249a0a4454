using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Syncline.Sandbox.SignIn.Errors;

namespace Syncline.Sandbox.SignIn.Discovery;

/// <summary>
/// <c>/common/discovery/instance</c>: how MSAL learns whether a host is a sign-in service. The sandbox knows itself alone; any other host is
/// AADSTS50049, as for Entra.
/// </summary>
internal static class InstanceDiscovery
{
    public static void MapInstanceDiscovery(this IEndpointRouteBuilder routes) => routes.MapGet("/common/discovery/instance", (RequestDelegate)AnswerAsync);

    private static Task AnswerAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var site = new Uri(services.GetRequiredService<SandboxAddresses>().Site);
        var asked = context.Request.Query["authorization_endpoint"].ToString();
        if (!Uri.TryCreate(asked, UriKind.Absolute, out var endpoint) || endpoint.Authority != site.Authority)
        {
            return services.GetRequiredService<ErrorAnswers>().WriteJsonAsync(context, EntraErrors.InstanceUnknown());
        }

        var tenant = endpoint.AbsolutePath.Split('/', 3)[1];
        context.Response.Headers.CacheControl = "max-age=86400, private";
        context.Response.Headers.AccessControlAllowOrigin = "*";
        return ErrorAnswers.WriteAsync(context.Response, json =>
        {
            json.WriteString("tenant_discovery_endpoint", $"{site.GetLeftPart(UriPartial.Authority)}/{tenant}/v2.0/.well-known/openid-configuration");
            json.WriteString("api-version", "1.1");
            json.WriteStartArray("metadata");
            json.WriteStartObject();
            json.WriteString("preferred_network", site.Authority);
            json.WriteString("preferred_cache", site.Authority);
            json.WriteStartArray("aliases");
            json.WriteStringValue(site.Authority);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
        });
    }
}
