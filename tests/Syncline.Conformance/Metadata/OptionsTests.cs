using System.Text.Json;

namespace Syncline.Conformance.Metadata;

/// <summary>The sandbox's choices against <c>metadata/options.csv</c>.</summary>
public sealed class OptionsTests(SandboxSite site) : MetadataTest(site)
{
    private static readonly string[] Types = ["Picklist", "MultiSelectPicklist", "Boolean", "State", "Status"];

    [Theory]
    [InlineData("account")]
    [InlineData("contact")]
    [InlineData("lead")]
    [InlineData("team")]
    public async Task The_choices_of_a_table_are_those_recorded(string table)
    {
        var served = await ServedAsync(table);
        var disagreements = new Disagreements();
        foreach (var row in Recordings.RowsOf("metadata/options.csv", table))
        {
            var place = $"{row["attribute"]} {row["value"]}";
            if (!served.Remove(place, out var found))
            {
                disagreements.Add($"{place}: recorded, not served");
                continue;
            }

            var (set, option) = found;
            disagreements.Compare(place, "optionset", row["optionset"], set, "Name");
            disagreements.Compare(place, "isglobal", row["isglobal"], set, "IsGlobal");
            disagreements.Compare(place, "label", row["label"], LabelIn(option.GetProperty("Label"), LanguageOf(table)));
            disagreements.Compare(place, "state", row["state"], option, "State");
            disagreements.Compare(place, "defaultstatus", row["defaultstatus"], option, "DefaultStatus");
            disagreements.Compare(place, "invariant", row["invariant"], option, "InvariantName");
            disagreements.Compare(place, "transition", row["transition"], option, "TransitionData");
        }

        foreach (var place in served.Keys)
        {
            disagreements.Add($"{place}: served, not recorded");
        }

        disagreements.ShouldBeNone();
    }

    private async Task<Dictionary<string, (JsonElement Set, JsonElement Option)>> ServedAsync(string table)
    {
        var served = new Dictionary<string, (JsonElement, JsonElement)>(StringComparer.Ordinal);
        foreach (var type in Types)
        {
            var columns = await ColumnsAsync(table, $"/Microsoft.Dynamics.CRM.{type}AttributeMetadata?$select=LogicalName&$expand=OptionSet");
            foreach (var column in columns.GetProperty("value").EnumerateArray())
            {
                var set = column.GetProperty("OptionSet");
                var options = type == "Boolean"
                    ? [set.GetProperty("FalseOption"), set.GetProperty("TrueOption")]
                    : set.GetProperty("Options").EnumerateArray().ToList();
                foreach (var option in options)
                {
                    served.Add($"{column.GetProperty("LogicalName").GetString()} {option.GetProperty("Value").GetInt32()}", (set, option));
                }
            }
        }

        return served;
    }
}
