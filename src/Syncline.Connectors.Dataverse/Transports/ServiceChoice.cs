using System.Runtime.ExceptionServices;
using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.SignIn;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.Transports;

/// <summary>
/// Finds out which service a site has: the Web API, or, where its address answers but not as that, the Organization Service. Once one has answered, it stays.
/// Safe for concurrent use.
/// </summary>
internal sealed class ServiceChoice(IIdentitySource webApi, IIdentitySource organizationService) : IIdentitySource
{
    private volatile IIdentitySource? chosen;

    /// <inheritdoc/>
    public SiteAddresses Site => webApi.Site;

    /// <summary>Whether the Organization Service has answered in place of the Web API.</summary>
    public bool FellBack => ReferenceEquals(chosen, organizationService);

    /// <inheritdoc/>
    public async ValueTask<ConnectionIdentity> ReadAsync(CancellationToken cancellationToken) => Noted(await AskAsync(source => source.ReadAsync(cancellationToken)));

    /// <inheritdoc/>
    public ValueTask<string?> AskOrganizationIdAsync(CancellationToken cancellationToken) => AskAsync(source => source.AskOrganizationIdAsync(cancellationToken));

    /// <summary>An identity that says so when the Web API is not what is spoken.</summary>
    public ConnectionIdentity Noted(ConnectionIdentity identity) => !FellBack ? identity : identity with
    {
        Facts = [.. identity.Facts.Select(fact => fact.Key == "Transport" ? new(fact.Key, fact.Value + " (the site does not answer at its Web API's address)") : fact)],
    };

    private async ValueTask<T> AskAsync<T>(Func<IIdentitySource, ValueTask<T>> ask)
    {
        if (chosen is { } known)
        {
            return await ask(known);
        }

        ConnectionException noWebApi;
        try
        {
            var answer = await ask(webApi);
            chosen ??= webApi;
            return answer;
        }
        catch (ConnectionException exception) when (exception.Error.Id is ErrorIds.NotDynamics or ErrorIds.AnswerBroken)
        {
            noWebApi = exception;
        }

        try
        {
            var answer = await ask(organizationService);
            chosen = organizationService;
            return answer;
        }
        catch (SynclineException)
        {
            // Neither answers: what is wrong with the address shows at the first.
            ExceptionDispatchInfo.Throw(noWebApi);
            throw;
        }
    }
}
