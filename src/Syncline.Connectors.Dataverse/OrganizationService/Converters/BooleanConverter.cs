using System.Xml;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.OrganizationService.Converters;

/// <summary>True or false: <c>xs:boolean</c>, or a <c>BooleanManagedProperty</c> around it.</summary>
internal sealed class BooleanConverter : CellConverter
{
    public static BooleanConverter Instance { get; } = new();

    public override void Read(XmlCursor cursor, ColumnBuilder builder) =>
        builder.Append(cursor.Value() switch { "true" or "1" => true, "false" or "0" => false, _ => throw Wrong("true or false") });

    public override void Write(XmlWriter xml, RowBatch rows, int column, int row)
    {
        XmlValue.Type(xml, "x:boolean");
        xml.WriteString(rows.GetBoolean(column, row) ? "true" : "false");
    }
}
