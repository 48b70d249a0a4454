using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Rows;

/// <summary>Computes <c>address1_composite</c>: the lines, then city, state and postal code, then the country.</summary>
internal sealed class CompositeAddress(IReadOnlyList<Column?> lines, Column? city, Column? state, Column? postalCode, Column? country)
{
    private const string Ending = "_composite";

    public static CompositeAddress? For(Table table, Column column)
    {
        if (column.Type != ColumnType.Memo || !column.Name.EndsWith(Ending, StringComparison.Ordinal))
        {
            return null;
        }

        var prefix = column.Name[..^Ending.Length];
        return new CompositeAddress(
            [table.Find(prefix + "_line1"), table.Find(prefix + "_line2"), table.Find(prefix + "_line3")],
            table.Find(prefix + "_city"),
            table.Find(prefix + "_stateorprovince"),
            table.Find(prefix + "_postalcode"),
            table.Find(prefix + "_country"));
    }

    public string? Of(Row row)
    {
        var region = string.Join(' ', new[] { Text(row, state), Text(row, postalCode) }.OfType<string>());
        var place = string.Join(", ", new[] { Text(row, city), region.Length > 0 ? region : null }.OfType<string>());
        var all = lines.Select(line => Text(row, line)).Append(place.Length > 0 ? place : null).Append(Text(row, country)).OfType<string>();
        var text = string.Join("\r\n", all);
        return text.Length > 0 ? text : null;
    }

    private static string? Text(Row row, Column? column) => column is null ? null : row[column] as string;
}
