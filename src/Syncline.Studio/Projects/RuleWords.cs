using Syncline.Sync.Projects;

namespace Syncline.Studio.Projects;

/// <summary>Rules in a few words.</summary>
internal static class RuleWords
{
    /// <summary>E.g. <c>account by accountnumber</c>; null when the value is taken as it is.</summary>
    public static string? Of(ColumnRule rule, Func<string, string> titleOfTable)
    {
        var words = new List<string>();
        if (rule.Value is not null)
        {
            words.Add("expression");
        }

        if (rule.Lookup is { } lookup)
        {
            words.Add(lookup.Table.Length == 0 ? "lookup: choose a table" : lookup.Match is [] or [""] ? $"{titleOfTable(lookup.Table)} by its id" : $"{titleOfTable(lookup.Table)} by {string.Join(", ", lookup.Match)}");
        }

        if (rule.Choice is { } choice)
        {
            words.Add(choice.By switch { ChoiceBy.Label => "choice by label", ChoiceBy.Value => "choice by value", _ => "choice by label or value" } + (choice.Aliases.Count switch { 0 => null, 1 => ", 1 alias", var several => $", {several} aliases" }));
        }

        if (rule.Format is { } format)
        {
            words.Add(format);
        }

        if (rule.Compare is { } compare)
        {
            words.Add(compare.Mode != CompareMode.Normal ? Of(compare.Mode) : compare.IgnoreCase == true ? "ignore case" : compare.Trim == true ? "trim" : compare.DatePrecision is { } precision ? $"to the {precision.ToString().ToLowerInvariant().TrimEnd('s')}" : compare.Tolerance is { } tolerance ? $"tolerance {tolerance}" : "compare rule");
        }

        return words.Count == 0 ? null : string.Join(", ", words);
    }

    /// <summary>A compare mode in words.</summary>
    public static string Of(CompareMode mode) => mode switch
    {
        CompareMode.Normal => "update when it differs",
        CompareMode.Ignore => "never a reason to update",
        CompareMode.OnlyIfTargetEmpty => "only if the target is empty",
        CompareMode.OnlyIfSourceNotEmpty => "only if the source is not empty",
        CompareMode.Trigger => "trigger",
        CompareMode.NewerWins => "newer wins",
        _ => mode.ToString(),
    };
}
