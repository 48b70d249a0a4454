namespace Syncline.Sandbox.SignIn.Authorize;

/// <summary>Where a refusal is told.</summary>
internal enum RefusalWay
{
    /// <summary>By redirect to the app, at once.</summary>
    ToApp,

    /// <summary>On a page first, with a way back to the app.</summary>
    PageFirst,

    /// <summary>On a page, and nowhere else.</summary>
    PageAlone,
}
