using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Syncline.Sandbox.SignIn.Interaction;

namespace Syncline.Sandbox.SignIn.Errors;

/// <summary><c>/error?code=N</c>, where every <c>error_uri</c> leads: the way to Microsoft's own explanation of the number.</summary>
internal static class ErrorPage
{
    public static void MapErrorPage(this IEndpointRouteBuilder routes) => routes.MapGet("/error", (RequestDelegate)ShowAsync);

    private static Task ShowAsync(HttpContext context)
    {
        if (!int.TryParse(context.Request.Query["code"], NumberStyles.None, CultureInfo.InvariantCulture, out var code))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return SignInPages.WriteAsync(context, SignInPages.Page("error-code", "Error", "<h1>No error number was given</h1>"));
        }

        return SignInPages.WriteAsync(context, SignInPages.Page("error-code", $"AADSTS{code}", $"""
            <h1 id="code">AADSTS{code}</h1>
            <p>This number comes from the sandbox, which refuses as Microsoft Entra ID does. Microsoft explains it at
            <a href="https://login.microsoftonline.com/error?code={code}" rel="noreferrer">login.microsoftonline.com/error?code={code}</a>.</p>
            """));
    }
}
