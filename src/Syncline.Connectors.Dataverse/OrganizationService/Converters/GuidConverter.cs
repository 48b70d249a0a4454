using System.Xml;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.OrganizationService.Converters;

/// <summary>Ids: <c>guid</c>.</summary>
internal sealed class GuidConverter : CellConverter
{
    public static GuidConverter Instance { get; } = new();

    public override void Read(XmlCursor cursor, ColumnBuilder builder) =>
        builder.Append(Guid.TryParseExact(cursor.Value(), "D", out var id) ? id : throw Wrong("an id"));

    public override void Write(XmlWriter xml, RowBatch rows, int column, int row)
    {
        XmlValue.Type(xml, "g:guid");
        xml.WriteString(rows.GetGuid(column, row).ToString("D"));
    }
}
