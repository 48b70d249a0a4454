using Syncline.Sandbox.SignIn.Errors;

namespace Syncline.Sandbox.SignIn.Authorize;

/// <summary>Why a person who said who they are can't go on.</summary>
/// <param name="Error">What is said.</param>
/// <param name="How">Where it is said.</param>
internal sealed record Refusal(EntraError Error, RefusalWay How)
{
    /// <summary>The numbers that Entra tells the person alone, because nothing may be sent to the redirect URI.</summary>
    private static readonly int[] NeverSent = [50011, 700016, 90002];

    /// <summary>A refusal that was ordered from outside: told to the app, which is what most orders want to see, unless Entra never does.</summary>
    public static Refusal Ordered(EntraError error) => new(error, NeverSent.Contains(error.Code) ? RefusalWay.PageAlone : RefusalWay.ToApp);
}
