using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Syncline.Core.Errors;
using Syncline.OAuth.Errors;

namespace Syncline.OAuth.Tokens;

/// <summary>
/// Adds the access token to requests to one site (RFC 6750 section 2.1). After a 401 the token is renewed once and the request repeated,
/// when its content can be sent again; a claims challenge asks for a new sign-in. Safe for concurrent use.
/// </summary>
/// <param name="tokens">Source of tokens.</param>
/// <param name="site">The only scheme, host and port that get the token; a link to any other is refused.</param>
/// <param name="inner">Rest of the stack. Disposed with this handler, as handlers do: wrap in clients that do not dispose it.</param>
/// <param name="connectionName">Name of the connection, for advice.</param>
public sealed class BearerTokenHandler(IAccessTokenSource tokens, Uri site, HttpMessageHandler inner, string connectionName) : DelegatingHandler(inner)
{
    /// <summary>Set on a request whose content, though of a kind not known here, can be written any number of times.</summary>
    public static readonly HttpRequestOptionsKey<bool> IsReplayable = new("Syncline.OAuth.IsReplayable");

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        RefuseForeignHost(request);
        var token = await tokens.GetAccessTokenAsync(cancellationToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            return response;
        }

        if (ClaimsChallenge.Of(response.Headers) is { } claims)
        {
            response.Dispose();
            await tokens.RememberClaimsAsync(claims, cancellationToken);
            throw ClaimsNeeded(claims);
        }

        if (!CanRepeat(request))
        {
            return response;
        }

        response.Dispose();
        var fresh = await tokens.RefreshAfterRejectionAsync(token, cancellationToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", fresh);
        return await base.SendAsync(request, cancellationToken);
    }

    /// <summary>Whether the content is in memory, so that sending it again sends the same bytes.</summary>
    private static bool CanRepeat(HttpRequestMessage request) =>
        request.Content is null or ByteArrayContent or ReadOnlyMemoryContent or JsonContent
        || (request.Content is MultipartContent parts && parts.All(part => part is ByteArrayContent or ReadOnlyMemoryContent or JsonContent))
        || (request.Options.TryGetValue(IsReplayable, out var replayable) && replayable);

    private void RefuseForeignHost(HttpRequestMessage request)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true } address
            || Uri.Compare(address, site, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) != 0)
        {
            throw new ConnectionException(new ErrorDetail
            {
                Id = OAuthErrorId.ForeignHost,
                Phase = ErrorPhase.Connection,
                Message = $"A request of connection {connectionName} was about to go to {(request.RequestUri is { IsAbsoluteUri: true } uri ? uri.Authority : "an unknown host")}, "
                    + $"but its token is for {site.Authority} only; nothing was sent.",
                Advice = "If the site has moved, change the connection's URL and sign in again.",
                Option = Settings.OptionName.Url,
            });
        }
    }

    private SignInException ClaimsNeeded(string claims)
    {
        var exception = new SignInException(new ErrorDetail
        {
            Id = OAuthErrorId.ClaimsNeeded,
            Phase = ErrorPhase.SignIn,
            Message = $"{site.Authority} wants a new sign-in with further proof (conditional access), because a rule, the network or the account changed.",
            Advice = $"Sign in again with: syncline connection authorize {connectionName}. The page will ask for what is missing.",
            Recovery = Recovery.SignInAgain,
            ServerCode = "insufficient_claims",
        });
        ClaimsChallenge.Attach(exception, claims);
        return exception;
    }
}
