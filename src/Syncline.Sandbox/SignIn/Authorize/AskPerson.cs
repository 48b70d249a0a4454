using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Syncline.Sandbox.Directory;
using Syncline.Sandbox.SignIn.Device;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Interaction;
using Syncline.Sandbox.SignIn.Requests;
using Syncline.Sandbox.SignIn.Tokens;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Syncline.Sandbox.SignIn.Authorize;

/// <summary>Finds out who signs in and whether they consent, by asking where it must, and then lets OpenIddict make the code.</summary>
internal sealed class AskPerson(
    AccountList accounts,
    People people,
    PendingSignIns pendingSignIns,
    Sessions sessions,
    SignInRules rules,
    ErrorAnswers errors,
    TimeProvider time) : IOpenIddictServerHandler<HandleAuthorizationRequestContext>
{
    public async ValueTask HandleAsync(HandleAuthorizationRequestContext context)
    {
        var transaction = SignInTransaction.Of(context.Transaction);
        var http = SignInTransaction.Http(context.Transaction);
        var pending = transaction.Pending!;
        var app = transaction.App!;
        var prompts = context.Request.Prompt?.Split(' ') ?? [];

        var user = FindUser(http, context.Request, pending, prompts, out var error);
        if (user is null && error is null)
        {
            await ShowAsync(context, http, SignInPages.Account(Action(http, "login"), pending, app, accounts.For(TenantName(http)), context.Request.LoginHint));
            return;
        }

        if (error is null && rules.Check(user!, app, TenantName(http), transaction.Scopes!) is { } refusal)
        {
            if (refusal.How == RefusalWay.PageAlone)
            {
                await errors.WritePageAsync(http, refusal.Error);
                context.HandleRequest();
                return;
            }

            if (refusal.How == RefusalWay.PageFirst && !pending.GaveUp && !prompts.Contains("none"))
            {
                var request = SignInRequest.Of(http, time);
                await ShowAsync(context, http, InterruptionPages.Refused(Action(http, "return"), pending, app, user!, refusal.Error, request));
                return;
            }

            error = refusal.Error;
        }

        if (error is null && NextPage(http, transaction, user!, prompts, out error) is { } page)
        {
            await ShowAsync(context, http, page);
            return;
        }

        pendingSignIns.Remove(pending);
        if (error is null)
        {
            Remember(user!, app, pending);
        }

        if (pending.Device is { } device)
        {
            await AnswerDeviceAsync(context, http, transaction, device, user, error);
            return;
        }

        if (error is not null)
        {
            SignInTransaction.Refuse(context, error);
            return;
        }

        context.SignIn(Principal(user!, app, transaction, context.Request.Nonce));
    }

    /// <summary>The page that comes next, or the refusal where no page may be shown; neither when all is answered.</summary>
    private string? NextPage(HttpContext http, SignInTransaction transaction, SandboxUser user, string[] prompts, out EntraError? error)
    {
        var (app, pending) = (transaction.App!, transaction.Pending!);
        error = null;
        if (rules.SecondFactor(user, transaction.Claims) is { } factor && pending.Verified is not true)
        {
            if (pending.Verified is null && !prompts.Contains("none"))
            {
                return InterruptionPages.SecondFactor(Action(http, "mfa"), pending, user, isEnrolment: factor.Code == 50079);
            }

            error = pending.Verified is null ? factor : EntraErrors.MultiFactorFailed();
            return null;
        }

        if (transaction.Shape == EndpointShape.AdFs)
        {
            // AD FS knows no consent: its administrator decides which app may ask for what.
            return null;
        }

        if (rules.NeedsAdministrator(user, app))
        {
            error = prompts.Contains("none") ? EntraErrors.ConsentMissing(app.Id, app.Name) : pending.GaveUp ? EntraErrors.AdminConsentNeeded(app.Name) : null;
            return error is null ? InterruptionPages.AdministratorNeeded(Action(http, "return"), pending, app, user) : null;
        }

        if (pending.Consent is false)
        {
            error = EntraErrors.Declined();
            return null;
        }

        if (pending.Consent is true || (!prompts.Contains("consent") && sessions.HasConsented(user.UserName, app.Id)))
        {
            return null;
        }

        error = prompts.Contains("none") ? EntraErrors.ConsentMissing(app.Id, app.Name) : null;
        return error is null ? SignInPages.Consent(Action(http, "consent"), pending, app, user, transaction.Scopes!) : null;
    }

    private void Remember(SandboxUser user, SandboxApp app, PendingSignIn pending)
    {
        sessions.RememberConsent(user.UserName, app.Id);
        if (pending.Verified is true)
        {
            sessions.RememberVerified(user.UserName);
        }
    }

    private async Task AnswerDeviceAsync(
        HandleAuthorizationRequestContext context, HttpContext http, SignInTransaction transaction, DeviceSignIn device, SandboxUser? user, EntraError? error)
    {
        if (error is not null)
        {
            device.Decline();
            await ShowAsync(context, http, DevicePages.Declined(device.App));
            return;
        }

        device.Approve(Principal(user!, device.App, transaction, nonce: null), user!.UserName);
        await ShowAsync(context, http, DevicePages.Approved(device.App));
    }

    private SandboxUser? FindUser(HttpContext http, OpenIddictRequest request, PendingSignIn pending, string[] prompts, out EntraError? error)
    {
        error = null;
        if (pending.UserName is { } chosen)
        {
            return people.Find(chosen);
        }

        if (prompts.Contains("login") || prompts.Contains("select_account"))
        {
            return null;
        }

        var signedIn = sessions.SignedIn(http);
        var userName = signedIn.FirstOrDefault(name => name.Equals(request.LoginHint, StringComparison.OrdinalIgnoreCase))
            ?? (signedIn.Count == 1 && string.IsNullOrEmpty(request.LoginHint) ? signedIn[0] : null);
        if (userName is null && prompts.Contains("none"))
        {
            error = signedIn.Count > 1 ? EntraErrors.SeveralSignedIn() : EntraErrors.NobodySignedIn();
        }

        return people.Find(userName);
    }

    private static string TenantName(HttpContext http) => http.Request.Path.Value!.Split('/', 3)[1];

    private static string Action(HttpContext http, string step) => $"/{TenantName(http)}/{step}";

    private static async Task ShowAsync(HandleAuthorizationRequestContext context, HttpContext http, string page)
    {
        await SignInPages.WriteAsync(http, page);
        context.HandleRequest();
    }

    private ClaimsPrincipal Principal(SandboxUser user, SandboxApp app, SignInTransaction transaction, string? nonce)
    {
        var identity = new ClaimsIdentity("Sandbox");
        identity.SetClaim(OpenIddictConstants.Claims.Subject, user.ObjectId.ToString());
        identity.SetClaim(SandboxClaims.UserName, user.UserName);
        identity.SetClaim(SandboxClaims.App, app.Id.ToString());
        identity.SetClaim(SandboxClaims.Family, Guid.NewGuid().ToString());
        identity.SetClaim(SandboxClaims.Scope, transaction.Scope);
        identity.SetClaim(SandboxClaims.Nonce, nonce);
        if (sessions.HasVerified(user.UserName))
        {
            identity.SetClaim(SandboxClaims.MultiFactor, SandboxClaims.Yes);
        }

        if (transaction.Claims.WantsStepUp)
        {
            // Nobody gets here with such a wish without having given the second factor for it.
            identity.SetClaim(SandboxClaims.Context, RequestedClaims.Context);
        }

        identity.SetClaim(OpenIddictConstants.Claims.AuthenticationTime, time.GetUtcNow().ToUnixTimeSeconds());
        identity.SetScopes(transaction.Scopes!.Standard);
        identity.SetDestinations(static _ => SandboxClaims.Everywhere);
        return new ClaimsPrincipal(identity);
    }
}
