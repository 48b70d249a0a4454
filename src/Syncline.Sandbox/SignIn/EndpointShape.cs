namespace Syncline.Sandbox.SignIn;

/// <summary>The three dialects in which the endpoints are spoken to.</summary>
internal enum EndpointShape
{
    /// <summary><c>/{tenant}/oauth2/v2.0/…</c>: <c>scope</c>.</summary>
    Version2,

    /// <summary><c>/{tenant}/oauth2/…</c>: <c>resource</c>, numbers as text.</summary>
    Version1,

    /// <summary><c>/adfs/oauth2/…</c>: <c>resource</c>, errors with MSIS numbers, no consent, no new refresh token on refresh.</summary>
    AdFs,
}
