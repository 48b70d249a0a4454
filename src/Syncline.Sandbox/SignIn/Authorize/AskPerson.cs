using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Syncline.Sandbox.Directory;
using Syncline.Sandbox.SignIn.Control;
using Syncline.Sandbox.SignIn.Device;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Interaction;
using Syncline.Sandbox.SignIn.Tokens;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Syncline.Sandbox.SignIn.Authorize;

/// <summary>Finds out who signs in and whether they consent, by asking where it must, and then lets OpenIddict make the code.</summary>
internal sealed class AskPerson(
    SandboxDirectory directory,
    PendingSignIns pendingSignIns,
    Sessions sessions,
    SandboxControls controls,
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
            var page = SignInPages.Account(Action(http, "login"), pending, app, directory.Users, context.Request.LoginHint);
            await ShowAsync(context, http, page);
            return;
        }

        error ??= controls.TakeSignInFailure();
        if (error is null && (pending.Consent is false))
        {
            error = EntraErrors.Declined();
        }

        if (error is null && NeedsConsent(user!, app, pending, prompts))
        {
            if (!prompts.Contains("none"))
            {
                var page = SignInPages.Consent(Action(http, "consent"), pending, app, user!, transaction.Scopes!.Offline);
                await ShowAsync(context, http, page);
                return;
            }

            error = EntraErrors.ConsentMissing(app.Id, app.Name);
        }

        pendingSignIns.Remove(pending);
        if (error is null)
        {
            sessions.RememberConsent(user!.UserName, app.Id);
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
            return Find(chosen);
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

        return userName is null ? null : Find(userName);
    }

    private SandboxUser? Find(string userName) =>
        directory.Users.FirstOrDefault(user => user.UserName.Equals(userName, StringComparison.OrdinalIgnoreCase));

    private bool NeedsConsent(SandboxUser user, SandboxApp app, PendingSignIn pending, string[] prompts) =>
        pending.Consent is null && (prompts.Contains("consent") || !sessions.HasConsented(user.UserName, app.Id));

    private static string Action(HttpContext http, string step) => $"/{http.Request.Path.Value!.Split('/')[1]}/{step}";

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
        identity.SetClaim(OpenIddictConstants.Claims.AuthenticationTime, time.GetUtcNow().ToUnixTimeSeconds());
        identity.SetScopes(transaction.Scopes!.Standard);
        identity.SetDestinations(static _ => SandboxClaims.Everywhere);
        return new ClaimsPrincipal(identity);
    }
}
