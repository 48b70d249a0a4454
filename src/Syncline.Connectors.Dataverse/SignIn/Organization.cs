using System.Text.Json;
using System.Text.Json.Serialization;
using Syncline.Core.Connectors;

namespace Syncline.Connectors.Dataverse.SignIn;

/// <summary>The organisation behind a site, as the connection keeps it between runs.</summary>
/// <param name="Id">Organisation id (WhoAmI); tells it from every other.</param>
/// <param name="Name">Its name, to show.</param>
/// <param name="Site">Address of the site that answered as it.</param>
internal sealed partial record Organization(string Id, string Name, string Site)
{
    /// <summary>What people call the id.</summary>
    public const string IdLabel = "Organisation id";

    /// <summary>What a site said of itself.</summary>
    public static Organization Of(ConnectionIdentity identity, string site) => new(identity.SystemId!, identity.System, site);

    /// <summary>The text as an organisation; null when it is none.</summary>
    public static Organization? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, Format.Default.Organization) is { Id: not null, Name: not null, Site: not null } organization ? organization : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>As kept.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format.Default.Organization);

    /// <summary>For people.</summary>
    public override string ToString() => $"{Name} ({Id})";

    [JsonSerializable(typeof(Organization))]
    private sealed partial class Format : JsonSerializerContext;
}
