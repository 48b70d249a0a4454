namespace Syncline.Sandbox.SignIn.Tokens;

/// <summary>What a token says besides app, person and scopes.</summary>
/// <param name="Family">The sign-in that it stems from.</param>
/// <param name="ExpiresAt">When it stops working.</param>
/// <param name="Shape">The dialect of the endpoint that gives it.</param>
internal sealed record TokenFacts(Guid Family, DateTimeOffset ExpiresAt, EndpointShape Shape)
{
    /// <summary>Whether the person gave a second factor.</summary>
    public bool HasMultiFactor { get; init; }

    /// <summary>The authentication context that was asked for and given (<c>acrs</c>).</summary>
    public string? Context { get; init; }

    /// <summary>Whether the app proved itself with a certificate rather than a secret.</summary>
    public bool ByCertificate { get; init; }
}
