using OpenIddict.Abstractions;
using OpenIddict.Server;
using Syncline.Sandbox.SignIn.Control;
using Syncline.Sandbox.SignIn.Device;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Requests;
using Syncline.Sandbox.SignIn.Tokens;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Syncline.Sandbox.SignIn.Token;

/// <summary>
/// Finds a presented code or refresh token in the store. Client, redirect URI and code verifier are then compared by OpenIddict
/// with what the grant's principal says.
/// </summary>
internal sealed class ReadGrant(GrantStore grants, DeviceSignIns devices, StandingOrders orders, TimeProvider time) : IOpenIddictServerHandler<ValidateTokenContext>
{
    public ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.ValidTokenTypes.Contains(OpenIddictConstants.TokenTypeIdentifiers.Private.DeviceCode))
        {
            ReadDevice(context);
            return ValueTask.CompletedTask;
        }

        var isCode = context.ValidTokenTypes.Contains(OpenIddictConstants.TokenTypeIdentifiers.Private.AuthorizationCode);
        if (!isCode && !context.ValidTokenTypes.Contains(OpenIddictConstants.TokenTypeIdentifiers.RefreshToken))
        {
            return ValueTask.CompletedTask;
        }

        var grant = grants.Find(context.Token);
        var error = Check(context.Token, grant, isCode) ?? (isCode ? null : CheckPolicy(SignInTransaction.Of(context.Transaction), grant!));
        if (error is not null)
        {
            SignInTransaction.Refuse(context, error);
            return ValueTask.CompletedTask;
        }

        SignInTransaction.Of(context.Transaction).Grant = grant;
        context.Principal = grant!.Principal.Clone();
        return ValueTask.CompletedTask;
    }

    private void ReadDevice(ValidateTokenContext context)
    {
        var device = devices.FindByDeviceCode(context.Token);
        var now = time.GetUtcNow();
        var error =
            device is null ? EntraErrors.DeviceUnknown()
            : device.IsDeclined ? EntraErrors.Declined() with { Error = "authorization_declined", SubCode = null }
            : device.Grant is { IsRedeemed: true } ? EntraErrors.CodeRedeemed()
            : device.ExpiresAt <= now ? EntraErrors.DeviceExpired()
            : !device.Poll(now) ? EntraErrors.DevicePending("slow_down")
            : device.Grant is null ? EntraErrors.DevicePending()
            : null;
        if (error is not null)
        {
            SignInTransaction.Refuse(context, error);
            return;
        }

        SignInTransaction.Of(context.Transaction).Grant = device!.Grant;
        context.Principal = device.Grant!.Principal.Clone();
    }

    /// <summary>What was decided about the person since they signed in, and what the request asks for that only they can give.</summary>
    private EntraError? CheckPolicy(SignInTransaction transaction, Grant grant)
    {
        if (orders.RefusalOf(grant.UserName) is { } refusal)
        {
            return refusal;
        }

        if (grant.Principal.HasClaim(SandboxClaims.MultiFactor, SandboxClaims.Yes))
        {
            return null;
        }

        return transaction.Claims.WantsStepUp ? EntraErrors.MultiFactorRequired() with { Claims = RequestedClaims.StepUp }
            : orders.DemandsClaims(grant.UserName) ? EntraErrors.MultiFactorRequired()
            : null;
    }

    private EntraError? Check(string handle, Grant? grant, bool isCode)
    {
        if (grant is null || !handle.StartsWith(isCode ? GrantPrefix.Code : GrantPrefix.RefreshToken, StringComparison.Ordinal))
        {
            // What does not even look like one of ours is "malformed", as Entra says.
            return grant is null && !GrantPrefix.LooksGenuine(handle, isCode) ? EntraErrors.Malformed("invalid_grant")
                : isCode ? EntraErrors.CodeInvalid() : EntraErrors.GrantInvalid();
        }

        if (isCode && grant.IsRedeemed)
        {
            // RFC 6749 section 4.1.2: whoever shows a used code makes all that it gave suspect.
            grants.RevokeFamily(grant.Family);
            return EntraErrors.CodeRedeemed();
        }

        var now = time.GetUtcNow();
        return
            grant.IsRevoked || grants.IsRevoked(grant.Family) ? EntraErrors.GrantRevoked()
            : grant.IsRedeemed ? EntraErrors.GrantInvalid()
            : grant.ExpiresAt > now ? null
            : isCode ? EntraErrors.GrantExpired() : EntraErrors.RefreshTokenInactive(grant.IssuedAt);
    }
}
