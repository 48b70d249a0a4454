using Syncline.Sync.Projects.Yaml;

namespace Syncline.Sync.Projects;

/// <summary>Reads the <c>columns</c> of a project file.</summary>
internal static class ColumnRuleReader
{
    public static readonly IReadOnlyDictionary<string, DatePrecision> DatePrecisions = new Dictionary<string, DatePrecision>(StringComparer.Ordinal)
    {
        ["exact"] = DatePrecision.Exact,
        ["milliseconds"] = DatePrecision.Milliseconds,
        ["seconds"] = DatePrecision.Seconds,
        ["minutes"] = DatePrecision.Minutes,
        ["days"] = DatePrecision.Days,
    };

    private static readonly Dictionary<string, MissingLookup> MissingWords = new(StringComparer.Ordinal)
    {
        ["fail"] = MissingLookup.Fail,
        ["null"] = MissingLookup.Null,
        ["skip"] = MissingLookup.Skip,
        ["add"] = MissingLookup.Add,
    };

    private static readonly Dictionary<string, ChoiceBy> ChoiceWords = new(StringComparer.Ordinal)
    {
        ["label"] = ChoiceBy.Label,
        ["value"] = ChoiceBy.Value,
        ["either"] = ChoiceBy.Either,
    };

    private static readonly Dictionary<string, MissingChoice> MissingChoiceWords = new(StringComparer.Ordinal)
    {
        ["fail"] = MissingChoice.Fail,
        ["add"] = MissingChoice.Add,
    };

    private static readonly Dictionary<string, CompareMode> Modes = new(StringComparer.Ordinal)
    {
        ["normal"] = CompareMode.Normal,
        ["ignore"] = CompareMode.Ignore,
        ["only-if-target-empty"] = CompareMode.OnlyIfTargetEmpty,
        ["only-if-source-not-empty"] = CompareMode.OnlyIfSourceNotEmpty,
        ["trigger"] = CompareMode.Trigger,
        ["newer-wins"] = CompareMode.NewerWins,
    };

    // The short forms of compare: one word instead of a group.
    private static readonly Dictionary<string, ColumnCompare> CompareWords = new(StringComparer.Ordinal)
    {
        ["normal"] = new(),
        ["exact"] = new() { IgnoreCase = false, Trim = false, EmptyEqualsNull = false, DatePrecision = DatePrecision.Exact },
        ["ignore-case"] = new() { IgnoreCase = true },
        ["trim"] = new() { Trim = true },
        ["ignore"] = new() { Mode = CompareMode.Ignore },
        ["only-if-target-empty"] = new() { Mode = CompareMode.OnlyIfTargetEmpty },
        ["only-if-source-not-empty"] = new() { Mode = CompareMode.OnlyIfSourceNotEmpty },
        ["trigger"] = new() { Mode = CompareMode.Trigger },
        ["newer-wins"] = new() { Mode = CompareMode.NewerWins },
    };

    public static IReadOnlyList<ColumnRule> ReadAll(SectionReader? section, ReadContext context)
    {
        var rules = new List<ColumnRule>();
        if (section is null)
        {
            return rules;
        }

        foreach (var entry in section.Entries)
        {
            if (Read(section, entry, context) is not { } rule)
            {
                continue;
            }

            if (rules.Find(other => string.Equals(other.Target, rule.Target, StringComparison.OrdinalIgnoreCase)) is { } first)
            {
                context.Mistakes.Add(
                    "SY1009", entry.KeyPlace, $"The target column {rule.Target} is filled twice: by {first.Name} and by {rule.Name}.", "Remove one of them.", rule.Target);
            }
            else
            {
                rules.Add(rule);
            }
        }

        if (!section.Entries.Any())
        {
            context.Mistakes.Add("SY1005", section.Place, "columns maps no column.", "Add lines such as firstname: first_name.");
        }

        return rules;
    }

    private static ColumnRule? Read(SectionReader columns, YamlEntry entry, ReadContext context)
    {
        switch (entry.Value)
        {
            case YamlScalar { IsNothing: false }:
                return columns.Text(entry.Key) is { } from ? new ColumnRule { Name = entry.Key, Target = entry.Key, From = [from] } : null;
            case YamlMap:
                return ReadGroup(columns.Section(entry.Key, required: true, "from", "value", "to", "lookup", "choice", "format", "compare")!, entry, context);
            default:
                columns.Wrong(entry.Key, entry.Value, "a source column, or a group such as { from: SOURCE_COLUMN, compare: ignore-case }");
                return null;
        }
    }

    private static ColumnRule ReadGroup(SectionReader section, YamlEntry entry, ReadContext context)
    {
        var from = section.Texts("from");
        var value = section.Text("value", escape: ProjectReader.SqlText);
        if (from.Count > 0 == value is not null)
        {
            context.Mistakes.Add(
                "SY1008",
                entry.KeyPlace,
                value is null ? $"{entry.Key} has neither from nor value." : $"{entry.Key} has both from and value.",
                "Give from: SOURCE_COLUMN, or value: \"SQL EXPRESSION\".",
                entry.Key);
        }

        var lookup = Lookup(section);
        var expected = lookup is { Match.Count: > 0 } ? lookup.Match.Count : 1;
        if (from.Count > 0 && from.Count != expected)
        {
            context.Mistakes.Add(
                "SY1012",
                section.Node("from")!.Place,
                lookup is { Match.Count: > 0 }
                    ? $"{entry.Key} takes {from.Count} source columns, and its lookup matches {expected}."
                    : $"{entry.Key} takes {from.Count} source columns; only a lookup that matches several columns can.",
                lookup is null ? "To join columns, use value: \"first || ' ' || last\"." : "Give as many columns under from as under match.",
                entry.Key);
        }

        return new ColumnRule
        {
            Name = entry.Key,
            Target = section.Text("to") ?? entry.Key,
            From = from,
            Value = value,
            Lookup = lookup,
            Choice = Choice(section),
            Format = section.Text("format"),
            Compare = Compare(section),
        };
    }

    private static LookupRule? Lookup(SectionReader section)
    {
        if (section.Section("lookup", required: false, "table", "match", "missing") is not { } lookup)
        {
            return null;
        }

        return new LookupRule
        {
            Table = lookup.Text("table", required: true) ?? "",
            Match = lookup.Texts("match"),
            Missing = lookup.Word("missing", MissingWords) ?? MissingLookup.Fail,
        };
    }

    private static ChoiceRule? Choice(SectionReader section)
    {
        if (section.Node("choice") is not YamlMap)
        {
            return section.Word("choice", ChoiceWords) is { } by ? new ChoiceRule { By = by } : null;
        }

        var choice = section.Section("choice", required: false, "by", "missing", "aliases")!;
        var aliases = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (choice.Section("aliases", required: false) is { } group)
        {
            foreach (var alias in group.Entries)
            {
                if (group.Text(alias.Key, required: true) is { } label && !aliases.TryAdd(alias.Key, label))
                {
                    group.Wrong(alias.Key, alias.Value, "given once without regard to case");
                }
            }
        }

        return new ChoiceRule
        {
            By = choice.Word("by", ChoiceWords) ?? ChoiceBy.Either,
            Missing = choice.Word("missing", MissingChoiceWords) ?? MissingChoice.Fail,
            Aliases = aliases,
        };
    }

    private static ColumnCompare? Compare(SectionReader section)
    {
        switch (section.Node("compare"))
        {
            case null:
                return null;
            case YamlScalar scalar:
                if (CompareWords.TryGetValue(scalar.Text, out var compare))
                {
                    return compare;
                }

                section.Wrong("compare", scalar, $"{string.Join(" or ", CompareWords.Keys)}, or a group such as {{ tolerance: 0.01 }}");
                return null;
            default:
                var group = section.Section("compare", required: false, "mode", "ignore-case", "trim", "empty-equals-null", "date-precision", "tolerance");
                return group is null ? null : new ColumnCompare
                {
                    Mode = group.Word("mode", Modes) ?? CompareMode.Normal,
                    IgnoreCase = group.Flag("ignore-case"),
                    Trim = group.Flag("trim"),
                    EmptyEqualsNull = group.Flag("empty-equals-null"),
                    DatePrecision = group.Word("date-precision", DatePrecisions),
                    Tolerance = group.Number("tolerance"),
                };
        }
    }
}
