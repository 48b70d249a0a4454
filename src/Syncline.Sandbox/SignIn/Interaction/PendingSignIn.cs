using OpenIddict.Abstractions;
using Syncline.Sandbox.SignIn.Device;

namespace Syncline.Sandbox.SignIn.Interaction;

/// <summary>An authorization request that waits for a person: who they chose to be and what they allowed so far.</summary>
/// <param name="Id">Names the request in the address (<c>ctx</c>).</param>
/// <param name="Browser">The browser it belongs to (cookie); a form from another browser is refused.</param>
/// <param name="Request">The authorization request as it came.</param>
/// <param name="Path">The authorization endpoint that it came to, where the browser is sent back after each page.</param>
/// <param name="StartedAt">When it came.</param>
internal sealed record PendingSignIn(string Id, string Browser, OpenIddictRequest Request, string Path, DateTimeOffset StartedAt)
{
    private string? _canary;

    /// <summary>Sign-in name chosen on the account page of this very request.</summary>
    public string? UserName { get; set; }

    /// <summary>The answer given on the consent page of this very request; null while it was not asked.</summary>
    public bool? Consent { get; set; }

    /// <summary>Whether the second factor was given for this very request; null while it was not asked for.</summary>
    public bool? Verified { get; set; }

    /// <summary>The person has read why they can't go on, and wants back to the app.</summary>
    public bool GaveUp { get; set; }

    /// <summary>The device that the answer is for, instead of a redirect; null for an ordinary request.</summary>
    public DeviceSignIn? Device { get; set; }

    /// <summary>Gives the form of the next page its one-time value.</summary>
    public string NewCanary()
    {
        var canary = Tokens.OpaqueValue.New();
        Volatile.Write(ref _canary, canary);
        return canary;
    }

    /// <summary>Takes the one-time value back; true once at most for each page.</summary>
    public bool TakeCanary(string? given) => given is not null && Interlocked.Exchange(ref _canary, null) == given;
}
