using Syncline.Connectors.Dataverse.Transports;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.SignIn;
using Syncline.OAuth.Tokens;

namespace Syncline.Connectors.Dataverse.SignIn;

/// <summary>
/// One sign-in to a site, to its end: the authorization server gives tokens, the site says whom it knows by them, and the connection then belongs to the
/// organisation that answered.
/// </summary>
internal sealed class SiteSignIn(DataverseSettings settings, ConnectorServices services, ISignInPrompt prompt)
{
    private readonly OrganizationPin pin = new(services.State, settings.Addresses.Origin);

    /// <summary>Signs in.</summary>
    /// <exception cref="SignInException">The server or the site refused, or the person did not accept another organisation; no tokens are kept.</exception>
    public async ValueTask<ConnectionIdentity> RunAsync(CancellationToken cancellationToken)
    {
        var tokens = DataverseConnector.Tokens(settings, services);
        await tokens.SignInAsync(prompt, cancellationToken);
        try
        {
            var identity = await IdentifyAsync(tokens, cancellationToken);
            await AcceptAsync(Organization.Of(identity, settings.Addresses.Origin), cancellationToken);
            return identity;
        }
        catch (SignInException)
        {
            // The sign-in service was content, the site is not: such tokens would only fail again.
            await tokens.SignOutAsync(CancellationToken.None);
            throw;
        }
    }

    private async ValueTask<ConnectionIdentity> IdentifyAsync(TokenSource tokens, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(
            new BearerTokenHandler(tokens, settings.Addresses.Site, services.HttpHandler, settings.SignIn.ConnectionName), disposeHandler: false)
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var reader = SiteServices.Identity(settings, http, tokens);
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (SignInException exception) when (settings.SignIn.NeedsPerson && ClaimsChallenge.Of(exception) is not null)
        {
            // The site wants further proof: the person is here, so ask again at once, with what it wants. The tokens remember that.
            await tokens.SignInAsync(prompt, cancellationToken);
            return await reader.ReadAsync(cancellationToken);
        }
    }

    private async ValueTask AcceptAsync(Organization now, CancellationToken cancellationToken)
    {
        if (await pin.ReadAsync(cancellationToken) is { } before && before.Id != now.Id)
        {
            var change = SignInErrors.OtherOrganization(settings.SignIn.ConnectionName, before, now);
            if (!await prompt.AcceptOtherSystemAsync(change, cancellationToken))
            {
                throw new SignInException(change);
            }
        }

        await pin.SetAsync(now, cancellationToken);
    }
}
