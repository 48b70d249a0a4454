using System.Text.Json.Nodes;
using Syncline.Connectors.OData.Model;
using Syncline.Connectors.OData.Protocol;
using Syncline.Core.Errors;
using Syncline.Core.Writing;

namespace Syncline.Connectors.OData.Writing;

/// <summary>Turns the rows of a batch into requests (OData protocol, section 11.4).</summary>
internal sealed class RowOrders
{
    private readonly ODataTable table;
    private readonly WriteBatch batch;
    private readonly ODataColumn?[] columns;
    private readonly int[] keyCells;

    /// <exception cref="SchemaException">A column is not there, or the key is not the table's.</exception>
    public RowOrders(ODataTable table, WriteBatch batch)
    {
        this.table = table;
        this.batch = batch;
        columns = [.. batch.Rows.Columns.Select(column => column.CompanionOf is null ? table.Find(column.Name) : null)];
        keyCells = batch.Kind == WriteKind.Insert ? [] : [.. table.Key.Select(batch.Rows.IndexOf)];
        if (batch.Kind != WriteKind.Insert && (keyCells.Length == 0 || keyCells.Contains(-1) || !batch.KeyColumns.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(table.Key)))
        {
            throw new SchemaException(ODataErrors.NotThePrimaryKey(table.Schema.Name, table.Key));
        }
    }

    /// <summary>The request of a row, or why there can be none.</summary>
    public (RowOrder? Order, ErrorDetail? Error) Of(int row)
    {
        var set = Uri.EscapeDataString(table.Schema.Name);
        if (batch.Kind == WriteKind.Insert)
        {
            return (Creation(row), null);
        }

        foreach (var cell in keyCells)
        {
            if (batch.Rows.IsNull(cell, row))
            {
                return (null, ODataErrors.KeyMissing(batch.Rows.Columns[cell].Name));
            }
        }

        var values = keyCells.Select(cell => ODataValues.Literal(columns[cell]!, batch.Rows.GetValue(cell, row)!)).ToList();
        var key = values.Count == 1 ? values[0] : string.Join(',', table.Key.Zip(values, (name, value) => $"{name}={value}"));
        var expected = batch.ExpectedVersions?[row];
        return batch.Kind switch
        {
            WriteKind.Delete => (new RowOrder(row, HttpMethod.Delete, $"{set}({key})", expected, null), null),
            WriteKind.Update => (new RowOrder(row, HttpMethod.Patch, $"{set}({key})", expected ?? "*", Body(row, withKey: false)), null),
            _ => (new RowOrder(row, HttpMethod.Patch, $"{set}({key})", expected ?? "*", Body(row, withKey: false)), null),
        };
    }

    /// <summary>The request that makes a row.</summary>
    public RowOrder Creation(int row) => new(row, HttpMethod.Post, Uri.EscapeDataString(table.Schema.Name), null, Body(row, withKey: true));

    private JsonObject Body(int row, bool withKey)
    {
        var body = new JsonObject();
        for (var cell = 0; cell < columns.Length; cell++)
        {
            if (columns[cell] is not { } column || (keyCells.Contains(cell) ? !withKey : !batch.IsSent(row, cell)))
            {
                continue;
            }

            var at = body;
            foreach (var name in column.Path.SkipLast(1))
            {
                at = (JsonObject)(at[name] ??= new JsonObject());
            }

            at[column.Path[^1]] = ODataValues.Json(batch.Rows.GetValue(cell, row));
        }

        return body;
    }
}
