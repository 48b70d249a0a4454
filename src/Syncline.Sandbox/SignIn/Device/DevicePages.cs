using System.Text.Encodings.Web;
using Syncline.Sandbox.Directory;
using Syncline.Sandbox.SignIn.Interaction;

namespace Syncline.Sandbox.SignIn.Device;

/// <summary>
/// What a person sees on the way of a device: <c>data-page="device"</c> with the form <c>#device</c>, text field <c>otc</c> and one button;
/// then the account and consent pages; then <c>data-page="device-approved"</c> or <c>"device-declined"</c>.
/// </summary>
internal static class DevicePages
{
    /// <param name="action">Address of the form.</param>
    /// <param name="refused">A code that was typed and is not known.</param>
    public static string EnterCode(string action, string? refused)
    {
        var message = refused is null ? "" : $"""<p id="refused" role="alert">That code didn’t work. Check the code and try again.</p>""";
        return SignInPages.Page("device", "Sign in to your account", $"""
            <h1>Enter code</h1>
            <p>Enter the code displayed on your app or device.</p>{message}
            <form id="device" method="post" action="{action}">
            <p><label>Code <input name="otc" value="{HtmlEncoder.Default.Encode(refused ?? "")}" autocomplete="off" autofocus required></label></p>
            <div class="actions"><button class="primary">Next</button></div></form>
            """);
    }

    public static string Approved(SandboxApp app) => SignInPages.Page("device-approved", app.Name, $"""
        <h1>{HtmlEncoder.Default.Encode(app.Name)}</h1>
        <p>You have signed in to the {HtmlEncoder.Default.Encode(app.Name)} application on your device. You may now close this window.</p>
        """);

    public static string Declined(SandboxApp app) => SignInPages.Page("device-declined", app.Name, $"""
        <h1>{HtmlEncoder.Default.Encode(app.Name)}</h1>
        <p>You declined to sign in to the {HtmlEncoder.Default.Encode(app.Name)} application on your device. You may now close this window.</p>
        """);
}
