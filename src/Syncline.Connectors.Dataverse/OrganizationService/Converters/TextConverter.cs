using System.Xml;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.OrganizationService.Converters;

/// <summary>Texts: <c>xs:string</c>.</summary>
internal sealed class TextConverter : CellConverter
{
    public static TextConverter Instance { get; } = new();

    public override void Read(XmlCursor cursor, ColumnBuilder builder) => builder.Append(cursor.Value());

    public override void Write(XmlWriter xml, RowBatch rows, int column, int row)
    {
        XmlValue.Type(xml, "x:string");
        xml.WriteString(rows.GetText(column, row));
    }
}
