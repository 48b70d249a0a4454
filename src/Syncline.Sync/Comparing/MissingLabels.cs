using System.Globalization;
using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Sync.Mapping;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;
using Syncline.Sync.Staging;

namespace Syncline.Sync.Comparing;

/// <summary>
/// Finds the labels that the source has and a choice of the target has not, where the project asks to add them. Their numbers are fixed here, so that the
/// plan's rows can have them; numbers go on from the choice's largest, from 100,000,000 at least, where custom options begin.
/// </summary>
/// <param name="stage">The stage; the source's rows are in it.</param>
/// <param name="pending">New options of plans that will be applied before this one.</param>
internal sealed class MissingLabels(DuckDbStage stage, IReadOnlyList<PlanNewOption> pending)
{
    /// <summary>New labels of one column. More are a column that was mixed up rather than a choice that lacks something.</summary>
    public const int Most = 100;

    private const int FirstCustomValue = 100_000_000;

    /// <summary>The options to add, each once, in the order of their labels' first rows; none when no column asks for it.</summary>
    /// <exception cref="MappingException">SY2115: a column has more than <see cref="Most"/>.</exception>
    public async Task<IReadOnlyList<PlanNewOption>> FindAsync(BoundProject project, CancellationToken cancellationToken)
    {
        var found = new List<PlanNewOption>();
        foreach (var column in project.Columns.Where(column => column.Rule.Choice?.Missing == MissingChoice.Add))
        {
            var list = column.Target.Type.ChoiceList!;
            var known = pending.Concat(found).Where(option => option.Table == list.Table && option.Choice == list.Name).DistinctBy(option => option.Value).ToList();
            var type = Extend(column.Target.Type, known);
            var texts = new ChoiceTexts(type, column.Rule.Choice);
            var missing = await ReadAsync(project, column, texts, cancellationToken);
            if (missing.Count > Most)
            {
                throw TooMany(column, list.Name, missing);
            }

            var taken = type.Choices.Select(option => option.Value).ToHashSet();
            var value = taken.Append(FirstCustomValue - 1).Max();
            foreach (var label in missing)
            {
                do
                {
                    value = value == int.MaxValue ? FirstCustomValue : value + 1;
                }
                while (!taken.Add(value));
                found.Add(new PlanNewOption { Table = list.Table, Choice = list.Name, Value = value, Label = label });
            }

            // What a plan before this one adds is needed here as well, should that plan be applied without it.
            found.AddRange(pending.Where(option => known.Contains(option) && !found.Contains(option)));
        }

        return found;
    }

    /// <summary>The project as if the options were there.</summary>
    public static BoundProject With(BoundProject project, IReadOnlyList<PlanNewOption> options) => options.Count == 0 ? project : project with
    {
        Columns =
        [
            .. project.Columns.Select(column => column.Target.Type.ChoiceList is { } list
                ? column with { Target = column.Target with { Type = Extend(column.Target.Type, options.Where(option => option.Table == list.Table && option.Choice == list.Name)) } }
                : column),
        ],
    };

    /// <summary>Those of the options that the plan's changes need: a row that is left alone adds no label.</summary>
    public async Task<IReadOnlyList<PlanNewOption>> UsedAsync(BoundProject project, string plan, IReadOnlyList<PlanNewOption> options, CancellationToken cancellationToken)
    {
        var used = new HashSet<(string, string)>();
        foreach (var column in options.Count == 0 ? [] : project.Columns.Where(column => column.Target.Type.ChoiceList is not null))
        {
            var list = column.Target.Type.ChoiceList!;
            var after = $"CAST(struct_extract(\"after\", {Sql.Literal(column.Target.Name)}) AS VARCHAR)";
            foreach (var value in await stage.QueryAsync(
                $"SELECT DISTINCT unnest(string_split({after}, ',')) FROM {plan}.changes WHERE action <> 'delete' AND {after} IS NOT NULL", row => row.GetString(0), cancellationToken))
            {
                used.Add((list.Name, value));
            }
        }

        return [.. options.Where(option => used.Contains((option.Choice, option.Value.ToString(CultureInfo.InvariantCulture))))];
    }

    private static ColumnType Extend(ColumnType type, IEnumerable<PlanNewOption> options) => type with
    {
        Choices = [.. type.Choices, .. options.Where(option => type.Choices.All(known => known.Value != option.Value)).Select(option => new ChoiceOption(option.Value, option.Label))],
    };

    private async Task<IReadOnlyList<string>> ReadAsync(BoundProject project, BoundColumn column, ChoiceTexts known, CancellationToken cancellationToken)
    {
        var raw = column.Expression is { } expression ? $"TRY(CAST({expression.InBrackets} AS VARCHAR))" : Sql.Quote(column.From[0].Name);
        var from = column.Expression is null ? column.From[0].Type : ColumnType.Of(ColumnKind.Text);
        var text = ValueConversion.TextOf(raw, from, column.Target.Type, column.Rule, project.Project.Compare);
        var parts = column.Target.Type.Kind == ColumnKind.Choices ? $"unnest(string_split({text}, CASE WHEN contains({text}, ';') THEN ';' ELSE ',' END))" : text;
        var filter = project.SourceFilter is { } condition ? $"WHERE {condition.InBrackets}" : "";
        var list = string.Join(", ", known.Texts.Select(Sql.Literal).DefaultIfEmpty("''"));

        // A number stands for an option's number unless only labels are expected: a label is never made of it.
        var number = column.Rule.Choice!.By == ChoiceBy.Label ? "" : "AND NOT regexp_full_match(label, '[+-]?[0-9]+')";
        return await stage.QueryAsync(
            $"""
            SELECT arg_min(label, rid) FROM (SELECT rid, trim(part) AS label FROM (SELECT {Sql.Quote(DuckDbStage.RowNumber)} AS rid, {parts} AS part FROM source_rows {filter}))
            WHERE label <> '' AND lower(label) NOT IN ({list}) {number} GROUP BY lower(label) ORDER BY min(rid), lower(label) LIMIT {Most + 1}
            """,
            row => row.GetString(0),
            cancellationToken);
    }

    private static MappingException TooMany(BoundColumn column, string choice, IReadOnlyList<string> missing) => new(new ErrorDetail
    {
        Id = "SY2115",
        Phase = ErrorPhase.Mapping,
        Message = $"{column.Rule.Name} has more than {Most} labels that the choice {choice} has not, such as {string.Join(", ", missing.Take(3).Select(label => $"\"{label}\""))}.",
        Advice = $"Check that the right source column is mapped. If they are all meant, add them first by a project of their own, whose target is the table {column.Target.Type.ChoiceList!.Table}.",
        Column = column.Target.Name,
    });
}
