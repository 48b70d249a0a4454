namespace Syncline.Sandbox.Site;

/// <summary>Fixed facts of the site that several answers show.</summary>
internal static class SiteFacts
{
    /// <summary>Answer of RetrieveVersion: a plausible present version, because clients switch features on it (PROTOCOL 2.6).</summary>
    public const string ProductVersion = "9.2.25063.00198";

    public const string MetadataVersion = "2341840";

    public const string OrganizationName = "Contoso";
}
