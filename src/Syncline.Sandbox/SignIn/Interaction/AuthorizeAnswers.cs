using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Syncline.Sandbox.SignIn.Interaction;

/// <summary>Carries the answer of the authorization endpoint back to the app in the asked <c>response_mode</c>.</summary>
internal static class AuthorizeAnswers
{
    public static Task SendAsync(HttpContext context, string redirectUri, string? responseMode, IReadOnlyCollection<KeyValuePair<string, string>> fields)
    {
        context.Response.Headers.CacheControl = "no-store, no-cache";
        switch (responseMode)
        {
            case "form_post":
                return SignInPages.WriteAsync(context, SignInPages.FormPost(redirectUri, fields));
            case "fragment":
                context.Response.Redirect($"{Canonical(redirectUri)}#{Encode(fields)}");
                return Task.CompletedTask;
            default:
                context.Response.Redirect(WithQuery(redirectUri, fields));
                return Task.CompletedTask;
        }
    }

    public static string WithQuery(string uri, IReadOnlyCollection<KeyValuePair<string, string>> fields)
    {
        var target = Canonical(uri);
        return $"{target}{(target.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Encode(fields)}";
    }

    // A redirect URI without a path gets its slash in answers (learn.microsoft.com/entra/identity-platform/reply-url).
    private static string Canonical(string uri) => new Uri(uri) is { AbsolutePath: "/" } parsed ? parsed.AbsoluteUri : uri;

    private static string Encode(IEnumerable<KeyValuePair<string, string>> fields) =>
        string.Join('&', fields.Select(field => $"{field.Key}={UrlEncoder.Default.Encode(field.Value)}"));
}
