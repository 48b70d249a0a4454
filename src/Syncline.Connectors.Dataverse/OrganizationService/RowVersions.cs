namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>
/// Versions of rows. Outside of this folder they have the form of the Web API's ETags, <c>W/"919042"</c>, so that a plan that was made over one transport can be
/// carried out over the other; here the number alone travels.
/// </summary>
internal static class RowVersions
{
    private const string Before = "W/\"";

    public static string ToETag(ReadOnlySpan<char> rowVersion) => $"{Before}{rowVersion}\"";

    public static string OfETag(string eTag) =>
        eTag.StartsWith(Before, StringComparison.Ordinal) && eTag.EndsWith('"') && eTag.Length > Before.Length ? eTag[Before.Length..^1] : eTag;
}
