using System.Text.Json;
using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.SignIn;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>Asks the site who is signed in to which organisation.</summary>
internal sealed class IdentityReader(WebApiClient client) : IIdentitySource
{
    private const string Subject = "who is signed in";

    public SiteAddresses Site => client.Addresses;

    /// <summary>WhoAmI decides; version, organisation and user are then asked for at the same time.</summary>
    public async ValueTask<ConnectionIdentity> ReadAsync(CancellationToken cancellationToken)
    {
        using var whoAmI = await client.GetDocumentAsync("WhoAmI", Subject, cancellationToken);
        var userId = Id(whoAmI, "UserId");
        var organizationId = Id(whoAmI, "OrganizationId");
        var version = TryReadAsync("RetrieveVersion", cancellationToken);
        var organization = TryReadAsync($"organizations({organizationId})?$select=name", cancellationToken);
        var user = TryReadAsync($"systemusers({userId})?$select=fullname,domainname", cancellationToken);
        await Task.WhenAll(version, organization, user);
        using var versionDocument = await version;
        using var organizationDocument = await organization;
        using var userDocument = await user;
        var name = Text(organizationDocument, "name");
        return new ConnectionIdentity
        {
            System = name ?? client.Addresses.Site.Authority,
            SystemId = organizationId,
            SystemIdLabel = Organization.IdLabel,
            User = Text(userDocument, "fullname") ?? Text(userDocument, "domainname") ?? userId,
            UserId = userId,
            Version = Text(versionDocument, "Version"),
            SignIn = await client.GetSignInSpanAsync(cancellationToken),
            Facts = [.. Facts(organizationId, Text(userDocument, "domainname"))],
        };
    }

    public async ValueTask<string?> AskOrganizationIdAsync(CancellationToken cancellationToken)
    {
        using var whoAmI = await client.GetDocumentAsync("WhoAmI", Subject, cancellationToken);
        return Guid.TryParse(Text(whoAmI, "OrganizationId"), out var id) ? id.ToString("D") : null;
    }

    private IEnumerable<KeyValuePair<string, string>> Facts(string organizationId, string? userName)
    {
        yield return new("Site", client.Addresses.Origin);
        yield return new("Organization ID", organizationId);
        if (userName is not null)
        {
            yield return new("User name", userName);
        }

        yield return new("Transport", "Web API " + SiteAddresses.WebApiVersion);
    }

    private async Task<JsonDocument?> TryReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await client.FindDocumentAsync(path, "names of organisation and user", cancellationToken);
        }
        catch (ReadException)
        {
            return null;
        }
    }

    private string Id(JsonDocument document, string name) =>
        Text(document, name) is { } text && Guid.TryParse(text, out var id)
            ? id.ToString("D")
            : throw new ConnectionException(ConnectionErrors.AnswerBroken(client.Addresses, Subject));

    private static string? Text(JsonDocument? document, string name) =>
        document is { RootElement.ValueKind: JsonValueKind.Object } && MetadataJson.Text(document.RootElement, name) is { Length: > 0 } text ? text : null;
}
