using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Http;
using OpenIddict.Server;
using Syncline.Sandbox.Directory;
using Syncline.Sandbox.SignIn.Device;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Interaction;
using Syncline.Sandbox.SignIn.Requests;
using Syncline.Sandbox.SignIn.Tokens;

namespace Syncline.Sandbox.SignIn;

/// <summary>What our event handlers tell each other about one OpenIddict transaction, which carries it.</summary>
internal sealed class SignInTransaction
{
    /// <summary>Why the request was refused, in Entra's terms.</summary>
    public EntraError? Refusal { get; private set; }

    public SandboxApp? App { get; set; }

    /// <summary>Where the answer may be sent: set only once the redirect URI was found among the app's own.</summary>
    public string? RedirectUri { get; set; }

    public string? ResponseMode { get; set; }

    public string? State { get; set; }

    /// <summary>The <c>scope</c> parameter as sent (v1: made from <c>resource</c>); kept aside because OpenIddict allows it in fewer places than Entra.</summary>
    public string? Scope { get; set; }

    public RequestedScopes? Scopes { get; set; }

    public PendingSignIn? Pending { get; set; }

    /// <summary>The code or refresh token that was presented.</summary>
    public Grant? Grant { get; set; }

    /// <summary>The device whose codes are being made.</summary>
    public DeviceSignIn? Device { get; set; }

    /// <summary>The dialect of the endpoint.</summary>
    public EndpointShape Shape { get; set; }

    /// <summary>What the <c>claims</c> parameter asks for.</summary>
    public RequestedClaims Claims { get; set; } = new(WantsStepUp: false);

    /// <summary>A mistake that was found while the request was read, told once app and redirect URI are known.</summary>
    public EntraError? Mistake { get; set; }

    /// <summary><c>client_assertion</c> and its type, which OpenIddict must not try to judge.</summary>
    public (string? Assertion, string? Type) ClientAssertion { get; set; }

    public bool WantsClientInfo { get; set; }

    public static SignInTransaction Of(OpenIddictServerTransaction transaction)
    {
        var key = typeof(SignInTransaction).FullName!;
        if (transaction.Properties.TryGetValue(key, out var value) && value is SignInTransaction known)
        {
            return known;
        }

        var created = new SignInTransaction();
        transaction.Properties[key] = created;
        return created;
    }

    public static HttpContext Http(OpenIddictServerTransaction transaction) =>
        transaction.GetHttpRequest()?.HttpContext ?? throw new InvalidOperationException("The sign-in service runs under ASP.NET Core only.");

    /// <summary>Ends the transaction with a refusal.</summary>
    public static void Refuse(OpenIddictServerEvents.BaseValidatingContext context, EntraError error)
    {
        Of(context.Transaction).Refusal = error;
        context.Reject(error.Error, error.Text);
    }
}
