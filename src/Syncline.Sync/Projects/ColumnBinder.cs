using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Sync.Comparing;
using Syncline.Sync.Mapping;

namespace Syncline.Sync.Projects;

/// <summary>Resolves the names of each rule and checks that the rule makes sense for its column.</summary>
internal sealed class ColumnBinder(
    Project project, TableSchema source, TableSchema target, IReadOnlyDictionary<string, TableSchema> lookups, ExpressionParser expressions, ProjectMistakes mistakes)
{
    /// <summary>All columns that could be bound: those of the key first.</summary>
    public IReadOnlyList<BoundColumn> BindAll()
    {
        var bound = project.Columns.Select(Bind).OfType<BoundColumn>().ToList();
        return [.. bound.Where(column => column.IsKey).OrderBy(column => KeyIndex(column.Target.Name)), .. bound.Where(column => !column.IsKey)];
    }

    private int KeyIndex(string column)
    {
        for (var i = 0; i < project.Key.Count; i++)
        {
            if (string.Equals(project.Key[i], column, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    private BoundColumn? Bind(ColumnRule rule)
    {
        var from = rule.From.Select((name, i) => SourceColumn(rule, name, i)).OfType<ColumnSchema>().ToList();
        var expression = rule.Value is { } value
            ? expressions.Parse(value, isCondition: false, $"value of {rule.Name}", rule.MarkOf("value"), project.Marks, mistakes)
            : null;
        if (target.Find(rule.Target) is not { } column)
        {
            mistakes.Add(
                "SY1102",
                project.Marks.Find(rule.MarkOf("to")),
                $"There is no column {rule.Target} in the target table {target.Name}.",
                NearestNames.Advice(rule.Target, target.Columns.Select(candidate => candidate.Name)) ?? $"See its columns with: syncline table show {project.Target.Connection} {target.Name}",
                rule.Target);
            return null;
        }

        var isKey = KeyIndex(column.Name) >= 0;
        CheckWritable(rule, column, isKey);
        var (table, match) = Lookup(rule, column);
        CheckRule(rule, column, match);
        return new BoundColumn
        {
            Rule = rule,
            Target = column,
            From = from,
            Expression = expression,
            LookupTable = table,
            Match = match,
            IsKey = isKey,
        };
    }

    private ColumnSchema? SourceColumn(ColumnRule rule, string name, int index)
    {
        if (source.Find(name) is { CanRead: true } column)
        {
            return column;
        }

        var place = rule.From.Count > 1 ? rule.MarkOf("from") + "/" + index.ToString(System.Globalization.CultureInfo.InvariantCulture) : rule.MarkOf("from");
        mistakes.Add(
            "SY1101",
            project.Marks.Find(place),
            $"There is no column {name} in the source table {source.Name}.",
            NearestNames.Advice(name, source.Columns.Select(candidate => candidate.Name)) ?? Known(source),
            rule.Target);
        return null;
    }

    private void CheckWritable(ColumnRule rule, ColumnSchema column, bool isKey)
    {
        if (column.CompanionOf is { } subject)
        {
            mistakes.Add("SY1103", project.Marks.Find(rule.MarkOf("to")), $"{column.Name} only explains {subject} and can not be written.", $"Map {subject} instead.", column.Name);
        }
        else if (!column.CanInsert && !column.CanUpdate && !isKey && rule.Compare?.Mode != CompareMode.NewerWins)
        {
            mistakes.Add("SY1103", project.Marks.Find(rule.MarkOf("to")), $"The column {column.Name} of {target.Name} can not be written.", "Remove it from columns.", column.Name);
        }
        else if (!column.CanRead)
        {
            mistakes.Add("SY1103", project.Marks.Find(rule.MarkOf("to")), $"The column {column.Name} of {target.Name} can not be read, so it can not be compared.", "Remove it from columns.", column.Name);
        }
    }

    private (TableSchema? Table, IReadOnlyList<ColumnSchema> Match) Lookup(ColumnRule rule, ColumnSchema column)
    {
        if (rule.Lookup is not { } lookup)
        {
            if (column.Type is { Kind: ColumnKind.Lookup, LookupTargets.Count: > 1 })
            {
                mistakes.Add(
                    "SY1110",
                    project.Marks.Find(rule.MarkOf("from")),
                    $"{column.Name} can point to {string.Join(" or ", column.Type.LookupTargets.Take(5))}; the project does not say to which.",
                    $"Add lookup: {{ table: {column.Type.LookupTargets[0]} }}, with match: COLUMN when the source holds something else than ids.",
                    column.Name);
            }

            return (null, []);
        }

        if (column.Type.Kind != ColumnKind.Lookup)
        {
            mistakes.Add(
                "SY1104", project.Marks.Find(rule.MarkOf("lookup")), $"{column.Name} is {Words.Of(column.Type.Kind)}, not a lookup column.", "Remove the lookup rule.", column.Name);
            return (null, []);
        }

        if (!lookups.TryGetValue(lookup.Table, out var table))
        {
            return (null, []);
        }

        if (column.Type.LookupTargets.Count > 0 && !column.Type.LookupTargets.Contains(table.Name, StringComparer.OrdinalIgnoreCase))
        {
            mistakes.Add(
                "SY1105",
                project.Marks.Find(rule.MarkOf("lookup", "table")),
                $"{column.Name} can not point to {table.Name}.",
                $"It points to {string.Join(" or ", column.Type.LookupTargets.Take(5))}.",
                column.Name);
        }

        if (table.PrimaryKey is not { Columns: [var key] } || table.Find(key) is not { Type.Kind: ColumnKind.Guid })
        {
            mistakes.Add("SY1105", project.Marks.Find(rule.MarkOf("lookup", "table")), $"{table.Name} has no primary key that a lookup column could hold.", column: column.Name);
            return (null, []);
        }

        if (lookup.Missing == MissingLookup.Add && WhyNotAdded(lookup, table) is { } why)
        {
            mistakes.Add("SY1123", project.Marks.Find(rule.MarkOf("lookup", "missing")), why, "Use missing: fail, null or skip, or add such rows by a mapping of their own before.", column.Name);
        }

        var match = new List<ColumnSchema>();
        for (var i = 0; i < lookup.Match.Count; i++)
        {
            if (table.Find(lookup.Match[i]) is { CanRead: true } found)
            {
                match.Add(found);
                continue;
            }

            mistakes.Add(
                "SY1106",
                project.Marks.Find(rule.MarkOf("lookup", "match")),
                $"There is no column {lookup.Match[i]} in {table.Name}, where {rule.Name} looks values up.",
                NearestNames.Advice(lookup.Match[i], table.Columns.Select(candidate => candidate.Name)),
                column.Name);
        }

        return (table, match);
    }

    private static string? WhyNotAdded(LookupRule lookup, TableSchema table) =>
        lookup.Match.Count == 0 ? $"missing: add has nothing to add to {table.Name}: the rule names no column to match."
        : KeyIds.ColumnOf(table) is null ? $"missing: add needs ids that are known before, and rows of {table.Name} can not be added with an id of ours."
        : lookup.Match.FirstOrDefault(name => table.Find(name) is { CanInsert: false }) is { } fixedColumn ? $"missing: add can not fill {fixedColumn}: the column {fixedColumn} of {table.Name} can not be written."
        : null;

    private void CheckRule(ColumnRule rule, ColumnSchema column, IReadOnlyList<ColumnSchema> match)
    {
        var kind = column.Type.Kind;
        if (rule.Choice is { } choice && kind is not (ColumnKind.Choice or ColumnKind.Choices))
        {
            mistakes.Add("SY1107", project.Marks.Find(rule.MarkOf("choice")), $"{column.Name} is {Words.Of(kind)}, not a choice column.", "Remove the choice rule.", column.Name);
        }
        else if (rule.Choice is { Missing: MissingChoice.Add } adding && (column.Type.ChoiceList is null || adding.By == ChoiceBy.Value))
        {
            mistakes.Add(
                "SY1107",
                project.Marks.Find(rule.MarkOf("choice", "missing")),
                column.Type.ChoiceList is null
                    ? $"No labels can be added to {column.Name}: its options are its own, not those of a global choice."
                    : $"{rule.Name} takes numbers only (by: value), and a label can not be made of a number.",
                column.Type.ChoiceList is null ? "Use missing: fail, and add the options on the site." : "Use by: label with missing: add.",
                column.Name);
        }
        else if (rule.Choice is { Aliases.Count: > 0 } aliases)
        {
            foreach (var (alias, meaning) in aliases.Aliases)
            {
                if (!ChoiceTexts.Names(column.Type, meaning))
                {
                    mistakes.Add(
                        "SY1107",
                        project.Marks.Find(rule.MarkOf("choice", "aliases", alias)),
                        $"\"{meaning}\" is not an option of {column.Name}.",
                        NearestNames.Advice(meaning, column.Type.Choices.Select(option => option.Label)) ?? ChoiceTexts.List(column.Type),
                        column.Name);
                }
            }
        }

        if (rule.Format is { } format)
        {
            var formatted = match.Count > 0 ? match[0].Type.Kind : kind;
            if (FormatError(formatted, format) is { } wrong)
            {
                mistakes.Add("SY1109", project.Marks.Find(rule.MarkOf("format")), wrong, "Write dates as dd.MM.yyyy, numbers as 1.234,56.", column.Name);
            }
        }

        if (rule.Compare?.Tolerance is not null && kind is not (ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Money or ColumnKind.Double))
        {
            mistakes.Add("SY1114", project.Marks.Find(rule.MarkOf("compare", "tolerance")), $"{column.Name} is {Words.Of(kind)}; only numbers have a tolerance.", "Remove the tolerance.", column.Name);
        }

        if (rule.Compare?.Mode == CompareMode.NewerWins && !HasOrder(kind))
        {
            mistakes.Add(
                "SY1116", project.Marks.Find(rule.MarkOf("compare")), $"{column.Name} is {Words.Of(kind)}; only dates and numbers are newer or older.", "Use newer-wins on a column such as modifiedon.", column.Name);
        }

        if (KeyIndex(column.Name) >= 0 && kind is (ColumnKind.Binary or ColumnKind.Double))
        {
            mistakes.Add("SY1115", project.Marks.Find("key"), $"{column.Name} is {Words.Of(kind)} and can not be a key.", "Choose a column that holds texts, whole numbers or ids.", column.Name);
        }
    }

    private static bool HasOrder(ColumnKind kind) => kind is ColumnKind.DateTime or ColumnKind.LocalDateTime or ColumnKind.Date
        or ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Money or ColumnKind.Double;

    private static string? FormatError(ColumnKind kind, string format) => kind switch
    {
        ColumnKind.Date or ColumnKind.DateTime or ColumnKind.LocalDateTime or ColumnKind.Time =>
            DateFormat.TryToStrptime(format, out _, out var unknown) ? null : $"The date format \"{format}\" has a part that is not known: {unknown}.",
        ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Money or ColumnKind.Double =>
            NumberFormat.TryParse(format, out _) ? null : $"\"{format}\" does not show how numbers are written.",
        _ => "A format is for dates and numbers only.",
    };

    private static string Known(TableSchema table) => table.Columns.Count <= 12
        ? $"Its columns are {string.Join(", ", table.Columns.Select(column => column.Name))}."
        : $"It has {table.Columns.Count} columns.";
}
