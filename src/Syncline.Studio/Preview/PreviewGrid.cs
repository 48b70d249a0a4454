using Syncline.Core.Tables;
using Syncline.Studio.Grid;
using Syncline.Studio.Tree;

namespace Syncline.Studio.Preview;

/// <summary>The columns and rows of a preview as the grid shows them.</summary>
internal static class PreviewGrid
{
    /// <summary>The columns.</summary>
    public static IReadOnlyList<GridColumn> Columns(PreviewSession session) =>
    [
        .. session.Shown.Select((column, i) => new GridColumn
        {
            Key = column.Name,
            Title = column.DisplayName ?? column.Name,
            Tip = $"{column.Name}, {ColumnTypeText.Of(column.Type)}",
            Icon = TreeIcons.Of(column.Type.Kind),
            Width = session.View.Widths.TryGetValue(column.Name, out var width) ? width : WidthOf(session.ValueOf(column), column.DisplayName ?? column.Name),
            AlignsRight = GridText.AlignsRight(session.ValueOf(column).Type.Kind),
            CanSort = true,
            NamesRow = i == 0,
        }),
    ];

    /// <summary>Rows.</summary>
    public static async Task<IReadOnlyList<GridRow>> ReadAsync(PreviewSession session, int from, int count, CancellationToken cancellationToken)
    {
        var shown = session.Shown.Select(column => (Column: session.ValueOf(column), IsLink: column.Type.Kind == ColumnKind.Lookup)).ToList();
        var stored = session.Preview.Columns;
        var places = shown.Select(one => Place(stored, one.Column.Name)).ToList();
        var rows = await session.ReadAsync(from, count, cancellationToken);
        return
        [
            .. rows.Select((row, i) => new GridRow(
                from + i,
                [.. places.Select((place, cell) => place >= 0 && place < row.Length
                    ? new GridCell(GridText.Of(row[place], stored[place].Type), IsLink: shown[cell].IsLink)
                    : default)])),
        ];
    }

    private static int Place(IReadOnlyList<ColumnSchema> columns, string name)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (string.Equals(columns[i].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    // Wide enough for most values of the kind; a person can drag it.
    private static int WidthOf(ColumnSchema column, string title)
    {
        var width = column.Type.Kind switch
        {
            ColumnKind.Guid or ColumnKind.Lookup => 292,
            ColumnKind.DateTime or ColumnKind.LocalDateTime => 168,
            ColumnKind.Date or ColumnKind.Time => 116,
            ColumnKind.Boolean or ColumnKind.Choice => 108,
            ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Money or ColumnKind.Double => 124,
            _ => column.Type.MaxLength switch { < 30 => 128, 100 => 248, _ => 196 },
        };
        return Math.Max(width, 64 + (title.Length * 7));
    }
}
