using Syncline.Core.Errors;
using Syncline.OAuth.Settings;

namespace Syncline.OAuth.Discovery;

/// <summary>
/// Whether a server promises in its metadata to name itself in <c>iss</c> when it sends the browser back (RFC 9207 section 3), so that an answer without
/// that, or of another server, is refused.
/// </summary>
internal static class IssuerPromise
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The issuer that the answer has to name; null when the server promises nothing, or describes itself nowhere: signing in is then as safe as before
    /// that standard, for there is one server only that codes of this client go to.
    /// </summary>
    public static async Task<string?> FindAsync(OAuthClient client, HttpMessageHandler httpHandler, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        if (client.AuthorizationEndpoint is not { } endpoint)
        {
            return null;
        }

        using var time = new CancellationTokenSource(Patience, timeProvider);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, time.Token);
        try
        {
            return await ServerMetadata.FindAsync(endpoint, httpHandler, timeProvider, limit.Token) is { } metadata && Describes(metadata, endpoint)
                ? Promised(metadata)
                : null;
        }
        catch (ConnectionException)
        {
            // No metadata to be had: the sign-in itself will tell if the server is away.
            return null;
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Metadata of another server promises nothing for this one.</summary>
    private static bool Describes(ServerMetadata metadata, Uri endpoint) =>
        Uri.TryCreate(metadata.AuthorizationEndpoint, UriKind.Absolute, out var described)
        && described.GetLeftPart(UriPartial.Path) == endpoint.GetLeftPart(UriPartial.Path);

    /// <summary>Entra's metadata for many tenants has a placeholder in place of the issuer: there is nothing to compare with.</summary>
    private static string? Promised(ServerMetadata metadata) =>
        metadata is { NamesItself: true, Issuer: { Length: > 0 } issuer } && !issuer.Contains('{', StringComparison.Ordinal) ? issuer : null;
}
