using Syncline.Core.Connectors;

namespace Syncline.OAuth.Tokens;

/// <summary>What a token endpoint granted. Its text shows no token: they are <see cref="Secret"/>s.</summary>
public sealed record TokenSet
{
    /// <summary>Bearer token for the resource.</summary>
    public required Secret AccessToken { get; init; }

    /// <summary>Token for getting the next one; null when the server gave none.</summary>
    public Secret? RefreshToken { get; init; }

    /// <summary>When the answer came.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the access token ends.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Scopes granted, as the server wrote them; null when it did not say.</summary>
    public string? Scope { get; init; }

    /// <summary>Who signed in; null for an app, or when the server did not say.</summary>
    public SignedInUser? User { get; init; }
}
