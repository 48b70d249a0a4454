using System.Globalization;
using Syncline.Core.Reading;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;
using Syncline.Sync.Staging;

namespace Syncline.Sync.Comparing;

/// <summary>
/// Makes staged tables of the target what they will be once pending plans are applied. Rows whose id the target gives can't be pointed to before
/// they are there, and are left out.
/// </summary>
internal sealed class PendingChanges(DuckDbStage stage, IReadOnlyList<PendingPlan> plans)
{
    private readonly List<(PendingPlan Plan, string Alias, IReadOnlyList<PlanColumn> Columns)> attached = [];

    private readonly List<PlanNewOption> options = [];

    /// <summary>Options that the plans add to choices.</summary>
    public IReadOnlyList<PlanNewOption> NewOptions => options;

    /// <summary>Attaches the plans; before the stage is locked down.</summary>
    public async Task AttachAsync(CancellationToken cancellationToken)
    {
        foreach (var plan in plans)
        {
            var alias = string.Create(CultureInfo.InvariantCulture, $"pending_{attached.Count}");
            await using (var file = await PlanFile.OpenAsync(plan.Path, cancellationToken))
            {
                attached.Add((plan, alias, file.Columns));
                options.AddRange(file.Header.NewOptions ?? []);
            }

            await stage.ExecuteAsync($"ATTACH {Sql.Literal(plan.Path)} AS {alias} (READ_ONLY)", cancellationToken);
        }
    }

    /// <summary>Whether a pending plan changes a table.</summary>
    public bool Touches(string connection, TableSchema table) => Of(connection, table).Any();

    /// <summary>Carries the pending changes of a table out on its staged rows.</summary>
    /// <param name="connection">Target connection.</param>
    /// <param name="table">The table.</param>
    /// <param name="staged">Name of the staged table.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task ApplyAsync(string connection, TableSchema table, string staged, IReadOnlyList<ColumnSchema> columns, CancellationToken cancellationToken)
    {
        if (table.PrimaryKey is not { Columns: [var keyName] } || columns.FirstOrDefault(column => column.Name == keyName) is not { } key)
        {
            return;
        }

        var id = $"CAST(c.row_id AS {Sql.TypeOf(key.Type)})";
        foreach (var (plan, alias, planned) in Of(connection, table))
        {
            var both = columns.Where(column => column.Name != keyName && planned.Any(other => other.Name == column.Name && Sql.TypeOf(other.Type) == Sql.TypeOf(column.Type))).ToList();
            string After(ColumnSchema column) => $"struct_extract(c.\"after\", {Sql.Literal(column.Name)})";
            await stage.ExecuteAsync($"DELETE FROM {staged} WHERE {Sql.Quote(keyName)} IN (SELECT {id} FROM {alias}.changes c WHERE action = 'delete')", cancellationToken);

            // A row that will be written by then has another version: it is compared by its values instead.
            var version = columns.Where(column => column.Name == ReadRequest.RowVersionColumn).Select(column => $"{Sql.Quote(column.Name)} = NULL");
            var set = both.Select(column => $"{Sql.Quote(column.Name)} = {After(column)}").Concat(version).ToList();
            if (set.Count > 0)
            {
                await stage.ExecuteAsync(
                    $"UPDATE {staged} SET {string.Join(", ", set)} FROM {alias}.changes c WHERE c.action = 'update' AND {staged}.{Sql.Quote(keyName)} = {id}", cancellationToken);
            }

            var names = both.Select(column => Sql.Quote(column.Name)).ToList();
            await stage.ExecuteAsync(
                $"""
                INSERT INTO {staged} ({string.Join(", ", (string[])[Sql.Quote(DuckDbStage.RowNumber), Sql.Quote(keyName), .. names])})
                SELECT {string.Join(", ", (string[])[$"(SELECT coalesce(max({Sql.Quote(DuckDbStage.RowNumber)}), 0) FROM {staged}) + row_number() OVER ()", id, .. both.Select(After)])}
                FROM {alias}.changes c WHERE c.action = 'add' AND c.row_id IS NOT NULL
                """,
                cancellationToken);
        }
    }

    private IEnumerable<(PendingPlan Plan, string Alias, IReadOnlyList<PlanColumn> Columns)> Of(string connection, TableSchema table) =>
        attached.Where(pending => pending.Plan.Connection == connection && string.Equals(pending.Plan.Table, table.Name, StringComparison.OrdinalIgnoreCase));
}
