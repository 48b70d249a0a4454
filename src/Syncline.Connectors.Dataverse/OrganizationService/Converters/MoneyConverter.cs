using System.Xml;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.OrganizationService.Converters;

/// <summary>Amounts of money: <c>Money</c>, which wraps a decimal.</summary>
internal sealed class MoneyConverter : CellConverter
{
    public static MoneyConverter Instance { get; } = new();

    public override void Read(XmlCursor cursor, ColumnBuilder builder) =>
        builder.Append(DecimalConverter.Parse(cursor.Value()));

    public override void Write(XmlWriter xml, RowBatch rows, int column, int row)
    {
        XmlValue.Type(xml, "a:Money");
        xml.WriteElementString("a", "Value", XmlNames.Contracts, DecimalConverter.Text(rows, column, row));
    }
}
