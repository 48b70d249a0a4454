using System.Globalization;
using DuckDB.NET.Data;
using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Sync.Comparing;
using Syncline.Sync.Mapping;
using Syncline.Sync.Projects;

namespace Syncline.Sync.Plans;

/// <summary>
/// Makes a plan without some of another's changes. The other stays as it is; the new one has a digest of its own, says what was left out, and
/// holds its counts against the guards anew.
/// </summary>
public static class PlanExclusion
{
    private static readonly ColumnSchema[] Own =
    [
        new() { Name = "seq", Type = ColumnType.Of(ColumnKind.Integer) },
        new() { Name = "action", Type = ColumnType.Of(ColumnKind.Text) },
        new() { Name = "row_id", Type = ColumnType.Of(ColumnKind.Text) },
        new() { Name = "source_row", Type = ColumnType.Of(ColumnKind.Integer) },
    ];

    /// <summary>Numbers of the changes for which a condition is true.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="where">
    /// DuckDB SQL over <c>action</c>, <c>seq</c>, <c>row_id</c>, <c>source_row</c>, the plan's columns (the value after the change, for a delete
    /// the one before it), and <c>before.COLUMN</c> and <c>after.COLUMN</c>; as locked down as the expressions of a project.
    /// </param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <exception cref="ConfigurationException">SY1101, SY1111, SY1112: it is no such condition; SY3007: it fails on a row.</exception>
    public static async ValueTask<IReadOnlySet<long>> FindAsync(PlanFile plan, string where, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentException.ThrowIfNullOrWhiteSpace(where);
        var mistakes = new ProjectMistakes();
        SqlExpression? condition;
        using (var expressions = new ExpressionParser(Schema(plan.Columns), Definition(plan.Columns), nested: true, "the plan"))
        {
            condition = expressions.Parse(where, isCondition: true, "condition", "where", ProjectMarks.None, mistakes);
        }

        mistakes.ThrowIfAny();
        var flat = Flat(plan.Columns).Select(column => $", coalesce(struct_extract(\"after\", {Sql.Literal(column.Name)}), struct_extract(\"before\", {Sql.Literal(column.Name)})) AS {Sql.Quote(column.Name)}");
        try
        {
            return await plan.FindAsync(
                $"SELECT seq FROM (SELECT seq, action, row_id, source_row, \"before\", \"after\"{string.Concat(flat)} FROM changes) WHERE {condition!.InBrackets}", cancellationToken);
        }
        catch (DuckDBException failure)
        {
            throw PlanErrors.ConditionFails(failure);
        }
    }

    /// <summary>Writes the plan without the changes of these numbers.</summary>
    /// <param name="plan">The plan; its digest is checked.</param>
    /// <param name="excluded">Numbers of the changes to leave out; at least one, each there.</param>
    /// <param name="why">How they were chosen, for the header: the condition, or words.</param>
    /// <param name="path">Where the new plan goes; there must be no file.</param>
    /// <param name="timeProvider">Clock.</param>
    /// <param name="cancellationToken">Cancels; no file is left behind.</param>
    /// <exception cref="ConfigurationException">SY3004: the plan was changed; SY3005, SY3006: the new one can't be written; SY3008: there is nothing to leave out.</exception>
    public static async ValueTask<PlanHeader> ExcludeAsync(
        PlanFile plan, IReadOnlySet<long> excluded, string why, string path, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(excluded);
        ArgumentNullException.ThrowIfNull(timeProvider);
        await plan.VerifyAsync(cancellationToken);
        if (excluded.Any(seq => seq < 1 || seq > plan.Header.Counts.Changes))
        {
            var missing = excluded.First(seq => seq < 1 || seq > plan.Header.Counts.Changes);
            throw PlanErrors.NothingToExclude(plan.Header.Counts.Changes == 0 ? "The plan has no changes."
                : string.Create(CultureInfo.InvariantCulture, $"The plan has no change {missing}; its changes are numbered 1 to {plan.Header.Counts.Changes}."));
        }

        if (excluded.Count == 0)
        {
            throw PlanErrors.NothingToExclude($"No change of the plan fits: {why}.");
        }

        await using var writer = await PlanWriter.CreateAsync(path, plan.Columns, cancellationToken);
        var seq = 0L;
        var counts = new PlanCounts();
        var options = new UsedOptions(plan.Columns, plan.Header.NewOptions ?? []);
        await foreach (var part in plan.ReadChangesAsync(cancellationToken: cancellationToken).Where(change => !excluded.Contains(change.Seq)).Chunk(20_000).WithCancellation(cancellationToken))
        {
            var kept = part.Select(change => change with { Seq = ++seq }).ToList();
            await writer.AppendAsync(kept, cancellationToken);
            kept.ForEach(options.Note);
            counts = counts with
            {
                Add = counts.Add + kept.Count(change => change.Action == PlanAction.Add),
                Update = counts.Update + kept.Count(change => change.Action == PlanAction.Update),
                Delete = counts.Delete + kept.Count(change => change.Action == PlanAction.Delete),
                Deactivate = counts.Deactivate + kept.Count(change => IsDeactivation(plan.Header, change)),
            };
        }

        await foreach (var part in plan.ReadProblemsAsync(cancellationToken).Chunk(20_000).WithCancellation(cancellationToken))
        {
            await writer.AppendAsync(part, cancellationToken);
        }

        return await writer.FinishAsync(Header(plan.Header, counts, options.All, excluded.Count, why, timeProvider), cancellationToken);
    }

    private static PlanHeader Header(PlanHeader whole, PlanCounts kept, IReadOnlyList<PlanNewOption> options, int excluded, string why, TimeProvider timeProvider)
    {
        var counts = kept with { SourceRows = whole.Counts.SourceRows, TargetRows = whole.Counts.TargetRows, Same = whole.Counts.Same };
        return whole with
        {
            Id = Guid.CreateVersion7().ToString(),
            Created = timeProvider.GetUtcNow(),
            Digest = "",
            Counts = counts,
            Guards = PlanGuards.Again(whole.Guards, counts),
            NewOptions = options.Count == 0 ? null : options,
            Warnings =
            [
                .. whole.Warnings.Except(PlanNewOption.Warnings(whole.NewOptions ?? []), StringComparer.Ordinal),
                .. PlanNewOption.Warnings(options),
                string.Create(CultureInfo.InvariantCulture, $"{excluded:N0} of {whole.Counts.Changes:N0} changes of plan {whole.Id} {(excluded == 1 ? "is" : "are")} left out: {why}."),
            ],
            Origin = new PlanOrigin { Kind = PlanOrigin.Exclude, PlanId = whole.Id, PlanDigest = whole.Digest, RunId = whole.Origin?.RunId, AgainRunId = whole.Origin?.AgainRunId, Where = why },
        };
    }

    // An update without a row of the source is a deactivation: nothing else changes a row that the source has not got.
    private static bool IsDeactivation(PlanHeader header, PlannedChange change) =>
        header.Counts.Deactivate > 0 && change is { Action: PlanAction.Update, SourceRow: null };

    // A column named like one of the plan's own is reached by before.COLUMN and after.COLUMN alone.
    private static IEnumerable<PlanColumn> Flat(IReadOnlyList<PlanColumn> columns) =>
        columns.Where(column => !Own.Any(own => string.Equals(own.Name, column.Name, StringComparison.OrdinalIgnoreCase)) && column.Name.ToLowerInvariant() is not ("before" or "after"));

    private static TableSchema Schema(IReadOnlyList<PlanColumn> columns) => new()
    {
        Summary = new TableSummary { Name = "plan" },
        Columns =
        [
            .. Own,
            .. Flat(columns).Select(column => new ColumnSchema { Name = column.Name, Type = column.Type }),
            .. columns.Select(column => new ColumnSchema { Name = "before." + column.Name, Type = column.Type }),
            .. columns.Select(column => new ColumnSchema { Name = "after." + column.Name, Type = column.Type }),
        ],
    };

    private static string Definition(IReadOnlyList<PlanColumn> columns) => string.Join(
        ", ",
        (string[])[
            .. Own.Concat(Flat(columns).Select(column => new ColumnSchema { Name = column.Name, Type = column.Type })).Select(column => $"{Sql.Quote(column.Name)} {Sql.TypeOf(column.Type)}"),
            $"\"before\" {PlanTables.RowType(columns)}", $"\"after\" {PlanTables.RowType(columns)}"]);
}
