using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Probing;
using Syncline.Core.Reading;
using Syncline.OAuth.Discovery;
using Syncline.OAuth.Settings;
using Syncline.OAuth.Tokens;

namespace Syncline.Connectors.Dataverse.Probing;

/// <summary>One walk through a Dynamics 365 connection; each stage leaves what the next needs. Reads only. Not safe for concurrent use.</summary>
/// <param name="connector">The connector.</param>
/// <param name="settings">The connection as saved or entered.</param>
/// <param name="services">What the surroundings lend.</param>
internal sealed class DataverseProbe(DataverseConnector connector, ConnectionSettings settings, ConnectorServices services) : IAsyncDisposable
{
    // Every site has both. Whoever may not read accounts may still have other tables, and reads at least the own user row.
    private const string UsualTable = "account";
    private const string LeastTable = "systemuser";

    // Entra's number for a tenant that is not there.
    private const string TenantNotFound = "AADSTS90002";

    private SiteAddresses? site;
    private SiteGreeting? greeting;
    private DataverseSettings? checkedSettings;
    private TokenSource? tokens;
    private DataverseConnection? connection;

    /// <summary>The checked settings, once <see cref="DataverseStages.Endpoints"/> was tried.</summary>
    public DataverseSettings? Settings => checkedSettings;

    /// <summary>Tries one stage.</summary>
    public ValueTask<ProbeFinding> LookAsync(ProbeStage stage, CancellationToken cancellationToken) => stage switch
    {
        _ when stage == DataverseStages.Address => ValueTask.FromResult(Address()),
        _ when stage == DataverseStages.Reachability => ReachAsync(cancellationToken),
        _ when stage == DataverseStages.Tls => ValueTask.FromResult(greeting!.Tls()),
        _ when stage == DataverseStages.Site => ValueTask.FromResult(greeting!.Site()),
        _ when stage == DataverseStages.Endpoints => EndpointsAsync(cancellationToken),
        _ when stage == DataverseStages.Token => TokenAsync(cancellationToken),
        _ when stage == DataverseStages.Identity => IdentifyAsync(cancellationToken),
        _ => ReadAsync(cancellationToken),
    };

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        checkedSettings?.Dispose();
        return connection?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private ProbeFinding Address()
    {
        site = SiteAddresses.Parse(settings.Get(DataverseOptions.Url));
        return ProbeFinding.Ok($"{site.Origin} is a well-formed address.");
    }

    private async ValueTask<ProbeFinding> ReachAsync(CancellationToken cancellationToken)
    {
        greeting = await SiteGreeting.SendAsync(site!, settings.Get(DataverseOptions.Transport), services.HttpHandler, cancellationToken);
        return greeting.Reachability();
    }

    private async ValueTask<ProbeFinding> EndpointsAsync(CancellationToken cancellationToken)
    {
        checkedSettings = DataverseSettings.From(
            connector.NeedsDiscovery(settings) ? await connector.DiscoverAsync(settings, services, cancellationToken) : settings, services.BaseFolder);
        if (checkedSettings.SignIn.OAuth is not { } oauth)
        {
            return ProbeFinding.Ok("None are needed by this way of signing in.");
        }

        var tokenEndpoint = new Uri(oauth.TokenUrl!);
        if (await ServerMetadata.FindAsync(tokenEndpoint, services.HttpHandler, services.TimeProvider, cancellationToken) is not { } server)
        {
            return ProbeFinding.Ok($"{tokenEndpoint.Authority} answers; it does not describe itself, so its addresses can't be compared.");
        }

        if (server.Refusal is { } refusal)
        {
            return refusal.Contains(TenantNotFound, StringComparison.Ordinal)
                ? ProbeFinding.Failed(SignInAddressErrors.TenantUnknown(tokenEndpoint, refusal.Split('\r', '\n')[0]))
                : ProbeFinding.Ok($"{tokenEndpoint.Authority} answers; it does not describe itself, so its addresses can't be compared.");
        }

        if (Difference(server, oauth) is { } difference)
        {
            return ProbeFinding.Warning(difference);
        }

        var siteTenant = greeting!.Challenge?.Tenant;
        return Guid.TryParse(siteTenant, out var expected) && Guid.TryParse(server.TenantId, out var found) && expected != found
            ? ProbeFinding.Warning(SignInAddressErrors.OtherTenant(siteTenant!, server.TenantId!))
            : ProbeFinding.Ok($"{tokenEndpoint.Authority} knows the tenant{(expected == default ? string.Empty : ", and it is the site's own")}.");
    }

    /// <summary>Where the addresses are not those that the server describes. The two versions of Entra's endpoints stand for the same.</summary>
    private static ErrorDetail? Difference(ServerMetadata server, OAuthClientSettings oauth)
    {
        if (oauth.GrantType == GrantType.AuthorizationCode && Differs(oauth.AuthorizationUrl, server.AuthorizationEndpoint))
        {
            return SignInAddressErrors.OtherEndpoint(
                DataverseOptions.AuthorizationUrl.Label, DataverseOptions.AuthorizationUrl.Name, oauth.AuthorizationUrl!, server.AuthorizationEndpoint!);
        }

        return Differs(oauth.TokenUrl, server.TokenEndpoint)
            ? SignInAddressErrors.OtherEndpoint(DataverseOptions.TokenUrl.Label, DataverseOptions.TokenUrl.Name, oauth.TokenUrl!, server.TokenEndpoint!)
            : null;
    }

    private static bool Differs(string? given, string? described) =>
        Uri.TryCreate(given, UriKind.Absolute, out var ours) && Uri.TryCreate(described, UriKind.Absolute, out var theirs)
        && (ours.Authority != theirs.Authority || LastSegment(ours) != LastSegment(theirs));

    private static string LastSegment(Uri address) => address.Segments[^1].TrimEnd('/').ToLowerInvariant();

    private async ValueTask<ProbeFinding> TokenAsync(CancellationToken cancellationToken)
    {
        tokens = DataverseConnector.Tokens(checkedSettings!, services);
        await tokens.GetAccessTokenAsync(cancellationToken);
        var user = await tokens.GetUserAsync(cancellationToken);
        return ProbeFinding.Ok(
            !checkedSettings!.SignIn.NeedsPerson ? "The app signed in as itself."
            : (user?.UserName ?? user?.Name) is { } name ? $"Signed in as {name}."
            : "Signed in.");
    }

    private async ValueTask<ProbeFinding> IdentifyAsync(CancellationToken cancellationToken)
    {
        connection = DataverseConnector.Open(checkedSettings!, services, tokens!);
        var identity = await connection.IdentifyAsync(cancellationToken);
        return ProbeFinding.Ok($"The site knows you as {identity.User} of {identity.System}.") with { Identity = identity };
    }

    private async ValueTask<ProbeFinding> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadOneAsync(UsualTable, cancellationToken);
            return ProbeFinding.Ok($"Rows of {UsualTable} can be read.");
        }
        catch (SynclineException exception) when (exception.Error.Id is ErrorIds.ReadPrivilegeMissing or ErrorIds.TableNotFound)
        {
            await ReadOneAsync(LeastTable, cancellationToken);
            return ProbeFinding.Warning(exception.Error with { Message = exception.Error.Message + " Other tables can be read." });
        }
    }

    private async ValueTask ReadOneAsync(string table, CancellationToken cancellationToken)
    {
        var request = new ReadRequest { Table = table, Columns = [table + "id"], MaxRows = 1 };
        await foreach (var batch in connection!.ReadAsync(request, cancellationToken))
        {
            batch.Dispose();
        }
    }
}
