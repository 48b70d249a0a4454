using System.Globalization;
using System.Xml;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.OrganizationService.Converters;

/// <summary>Exact numbers: <c>xs:decimal</c>.</summary>
internal sealed class DecimalConverter : CellConverter
{
    public static DecimalConverter Instance { get; } = new();

    public override void Read(XmlCursor cursor, ColumnBuilder builder) =>
        builder.Append(Parse(cursor.Value()));

    public override void Write(XmlWriter xml, RowBatch rows, int column, int row)
    {
        XmlValue.Type(xml, "x:decimal");
        xml.WriteString(Text(rows, column, row));
    }

    /// <summary>The number in a text; the server writes small ones of some columns with an exponent.</summary>
    internal static decimal Parse(ReadOnlySpan<char> text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong("a number of at most 28 digits");

    internal static string Text(RowBatch rows, int column, int row) => rows.GetDecimal(column, row).ToString(CultureInfo.InvariantCulture);
}
