using System.Globalization;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Applying;

/// <summary>Turns values of added rows into an update of the source's rows, which are found by their primary key.</summary>
internal sealed class WriteBackRows
{
    private readonly string sourceTable;
    private readonly int[] keyPositions;
    private readonly ColumnSchema[] columns;

    /// <param name="plan">A plan that writes back.</param>
    /// <param name="source">The source's table.</param>
    public WriteBackRows(PlanFile plan, TableSchema source)
    {
        sourceTable = plan.Header.Source.Table;
        keyPositions = [.. plan.Header.WriteBack!.SourceKey.Select(name => plan.Columns.Index().First(column => column.Item.Name == name).Index)];
        columns = [.. keyPositions.Select(position => source.Find(plan.Columns[position].Source!)!), source.Find(plan.Header.WriteBack.Column)!];
    }

    /// <summary>The batch of some changes with their values.</summary>
    public WriteBatch Build(IReadOnlyList<(PlannedChange Change, object Value)> changes)
    {
        var builder = new RowBatchBuilder(columns);
        foreach (var (change, value) in changes)
        {
            builder.AppendRow([.. keyPositions.Select(position => change.After![position]), Fit(value)]);
        }

        return new WriteBatch { Table = sourceTable, Kind = WriteKind.Update, Rows = builder.Build(), KeyColumns = [.. columns[..^1].Select(column => column.Name)] };
    }

    private object Fit(object value) => columns[^1].Type.Kind == ColumnKind.Text ? Convert.ToString(value, CultureInfo.InvariantCulture)! : value;
}
