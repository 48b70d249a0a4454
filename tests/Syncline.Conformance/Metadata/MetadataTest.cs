using System.Text.Json;

namespace Syncline.Conformance.Metadata;

/// <summary>What the classes on recorded metadata share: the definitions that the sandbox serves.</summary>
public abstract class MetadataTest(SandboxSite site)
{
    private const int English = 1033;
    private const int Danish = 1030;

    /// <summary>The recorded leads come from a Danish site; the sandbox gives English first and that language second.</summary>
    private protected static int LanguageOf(string table) => table == "lead" ? Danish : English;

    private protected Task<JsonElement> TableAsync(string table, string expand = "") =>
        site.GetAsync($"EntityDefinitions(LogicalName='{table}'){(expand.Length == 0 ? "" : "?$expand=" + expand)}");

    private protected Task<JsonElement> ColumnsAsync(string table, string cast = "") => site.GetAsync($"EntityDefinitions(LogicalName='{table}')/Attributes{cast}");

    /// <summary>The text of a label in a language, or in the user's own where the label has no such text (both languages write it alike).</summary>
    private protected static string LabelIn(JsonElement label, int language)
    {
        var labels = label.GetProperty("LocalizedLabels").EnumerateArray().ToList();
        var found = labels.FindIndex(text => text.GetProperty("LanguageCode").GetInt32() == language);
        return labels.Count == 0 ? "" : labels[Math.Max(found, 0)].GetProperty("Label").GetString()!;
    }
}
