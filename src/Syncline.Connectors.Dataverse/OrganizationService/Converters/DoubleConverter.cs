using System.Globalization;
using System.Xml;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.OrganizationService.Converters;

/// <summary>Floating-point numbers: <c>xs:double</c>.</summary>
internal sealed class DoubleConverter : CellConverter
{
    public static DoubleConverter Instance { get; } = new();

    public override void Read(XmlCursor cursor, ColumnBuilder builder) =>
        builder.Append(double.TryParse(cursor.Value(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong("a number"));

    public override void Write(XmlWriter xml, RowBatch rows, int column, int row)
    {
        XmlValue.Type(xml, "x:double");
        xml.WriteString(rows.GetDouble(column, row).ToString("R", CultureInfo.InvariantCulture));
    }
}
