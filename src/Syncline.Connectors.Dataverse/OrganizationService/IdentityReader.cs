using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.SignIn;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>Asks the site who is signed in to which organisation.</summary>
internal sealed class IdentityReader(OrganizationServiceClient client) : IIdentitySource
{
    private const string Subject = "who is signed in";
    private const string Names = "names of organisation and user";

    private readonly SmallRows rows = new(client);

    public SiteAddresses Site => client.Addresses;

    /// <summary>WhoAmI decides; version, organisation and user are then asked for at the same time.</summary>
    public async ValueTask<ConnectionIdentity> ReadAsync(CancellationToken cancellationToken)
    {
        var whoAmI = await ResultsAsync("WhoAmI", Subject, cancellationToken);
        var userId = Id(whoAmI, "UserId");
        var organizationId = Id(whoAmI, "OrganizationId");
        var version = TryAsync(async () => await ResultsAsync("RetrieveVersion", "the site's version", cancellationToken));
        var organization = TryAsync(async () => await rows.FindAsync("organization", organizationId, ["name"], Names, cancellationToken));
        var user = TryAsync(async () => await rows.FindAsync("systemuser", userId, ["fullname", "domainname"], Names, cancellationToken));
        await Task.WhenAll(version, organization, user);
        var (userRow, userName) = (await user, Text(await user, "domainname"));
        return new ConnectionIdentity
        {
            System = Text(await organization, "name") ?? client.Addresses.Site.Authority,
            SystemId = organizationId.ToString("D"),
            SystemIdLabel = Organization.IdLabel,
            User = Text(userRow, "fullname") ?? userName ?? userId.ToString("D"),
            UserId = userId.ToString("D"),
            Version = Text(await version, "Version"),
            SignIn = await client.GetSignInSpanAsync(cancellationToken),
            Facts = [.. Facts(organizationId, userName)],
        };
    }

    public async ValueTask<string?> AskOrganizationIdAsync(CancellationToken cancellationToken) =>
        Guid.TryParse(Text(await ResultsAsync("WhoAmI", Subject, cancellationToken), "OrganizationId"), out var id) ? id.ToString("D") : null;

    private IEnumerable<KeyValuePair<string, string>> Facts(Guid organizationId, string? userName)
    {
        yield return new("Site", client.Addresses.Origin);
        yield return new("Organization ID", organizationId.ToString("D"));
        if (userName is not null)
        {
            yield return new("User name", userName);
        }

        yield return new("Transport", "Organization Service");
    }

    private ValueTask<IReadOnlyDictionary<string, string>> ResultsAsync(string message, string subject, CancellationToken cancellationToken) =>
        client.AskAsync<IReadOnlyDictionary<string, string>>(
            new OrganizationMessage(message), subject,
            cursor =>
            {
                var results = new Dictionary<string, string>(StringComparer.Ordinal);
                SoapAnswer.ReadResults(cursor, name =>
                {
                    if (cursor.Text() is { } text)
                    {
                        results[name] = text;
                    }
                });
                return results;
            },
            cancellationToken);

    private static async Task<IReadOnlyDictionary<string, string>?> TryAsync(Func<ValueTask<IReadOnlyDictionary<string, string>?>> ask)
    {
        try
        {
            return await ask();
        }
        catch (ReadException)
        {
            return null;
        }
    }

    private Guid Id(IReadOnlyDictionary<string, string> results, string name) =>
        Guid.TryParse(Text(results, name), out var id) ? id : throw new ConnectionException(ConnectionErrors.AnswerBroken(client.Addresses, Subject));

    private static string? Text(IReadOnlyDictionary<string, string>? values, string name) => values?.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;
}
