using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Syncline.Sandbox.Directory;
using Syncline.Sandbox.SignIn.Control;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Requests;

namespace Syncline.Sandbox.SignIn.Admission;

/// <summary>
/// Stands before the site: whoever shows a good token can still be somebody whom the site does not let in, or who must come back with more claims.
/// It looks at requests only once there can be such a caller, so that reading rows does not pay for it. Safe for concurrent use.
/// </summary>
internal sealed class SiteAdmission(
    IAccessTokenReader tokens, StandingOrders orders, People people, Apps apps, SandboxDirectory directory, SandboxAddresses addresses)
{
    private const string Scheme = "Bearer ";

    private volatile bool _isWatching;

    /// <summary>A token was given to somebody with <see cref="Trouble"/> on the site.</summary>
    public void Watch() => _isWatching = true;

    /// <summary>The middleware.</summary>
    public Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if ((!_isWatching && !orders.ConcernSite)
            || !(IsWebApi(context) || context.Request.Path.StartsWithSegments("/XRMServices", StringComparison.OrdinalIgnoreCase))
            || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return next(context);
        }

        var token = header[Scheme.Length..].Trim();
        if (tokens.Read(token, out _) is not { } caller)
        {
            // The site itself says why.
            return next(context);
        }

        var jwt = new JsonWebToken(token);
        var user = caller.IsApplication ? null : people.FindByObjectId(jwt.GetPayloadValue<string>("oid"));
        if (user is not null && orders.ChallengesOnSite(user.UserName) && !HasContext(jwt))
        {
            return ChallengeAsync(context);
        }

        var trouble = user is not null
            ? orders.OnSite(user.UserName) ?? user.Trouble
            : orders.OnSite(caller.AppId.ToString()) ?? apps.Find(caller.AppId.ToString())?.Trouble;
        var refusal = trouble switch
        {
            Trouble.NotAMember => new SiteRefusal("0x80072560", "The user is not a member of the organization."),
            Trouble.NoRoles => new SiteRefusal("0x80042f09", "The user has not been assigned any roles."),
            Trouble.DisabledOnSite => new SiteRefusal("0x80040225", "The specified user is either disabled or is not a member of any business unit."),
            _ => null,
        };
        if (refusal is not null && IsWebApi(context))
        {
            return ForbidAsync(context, refusal);
        }

        // The Organization Service says it in a fault.
        context.Features.Set(refusal);
        return next(context);
    }

    private static bool IsWebApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api/data", StringComparison.OrdinalIgnoreCase);

    private static bool HasContext(JsonWebToken token) =>
        token.TryGetPayloadValue<string[]>("acrs", out var contexts) && contexts.Contains(RequestedClaims.Context);

    // learn.microsoft.com/entra/identity-platform/claims-challenge, "Claims challenge header format".
    private Task ChallengeAsync(HttpContext context)
    {
        WriteHeaders(context.Response);
        var claims = Convert.ToBase64String(Encoding.UTF8.GetBytes(RequestedClaims.StepUp));
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate =
            $"Bearer realm=\"\", authorization_uri=\"{addresses.Site}/{directory.TenantId}/oauth2/authorize\", error=\"insufficient_claims\", claims=\"{claims}\"";
        return Task.CompletedTask;
    }

    private static Task ForbidAsync(HttpContext context, SiteRefusal refusal)
    {
        WriteHeaders(context.Response);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return ErrorAnswers.WriteAsync(context.Response, json =>
        {
            json.WriteStartObject("error");
            json.WriteString("code", refusal.Code);
            json.WriteString("message", refusal.Message);
            json.WriteEndObject();
        });
    }

    private static void WriteHeaders(HttpResponse response)
    {
        var id = Guid.NewGuid().ToString();
        response.Headers.CacheControl = "no-cache";
        response.Headers["OData-Version"] = "4.0";
        response.Headers["x-ms-service-request-id"] = id;
        response.Headers["REQ_ID"] = id;
    }
}
