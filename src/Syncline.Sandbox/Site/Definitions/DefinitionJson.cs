using System.Text.Json.Nodes;

namespace Syncline.Sandbox.Site.Definitions;

/// <summary>The small shapes that definitions are made of.</summary>
internal static class DefinitionJson
{
    private const int English = 1033;
    private const int Danish = 1030;

    /// <summary>A Label: every language, and the one of the user.</summary>
    public static JsonObject Label(string? text, string? danish, bool managed, Guid owner)
    {
        var labels = new JsonArray();
        if (text is null)
        {
            return new JsonObject { ["LocalizedLabels"] = labels, ["UserLocalizedLabel"] = null };
        }

        labels.Add(Localized(text, English, managed, owner));
        if (danish is not null)
        {
            labels.Add(Localized(danish, Danish, managed, owner));
        }

        return new JsonObject { ["LocalizedLabels"] = labels, ["UserLocalizedLabel"] = Localized(text, English, managed, owner) };
    }

    /// <summary>A managed property.</summary>
    public static JsonObject Managed(JsonNode? value, string name, bool canBeChanged = true) =>
        new() { ["Value"] = value, ["CanBeChanged"] = canBeChanged, ["ManagedPropertyLogicalName"] = name };

    private static JsonObject Localized(string text, int language, bool managed, Guid owner) => new()
    {
        ["Label"] = text,
        ["LanguageCode"] = language,
        ["IsManaged"] = managed,
        ["MetadataId"] = Metadata.StableId.Of("label", $"{owner}.{language}.{text}").ToString(),
        ["HasChanged"] = null,
    };
}
