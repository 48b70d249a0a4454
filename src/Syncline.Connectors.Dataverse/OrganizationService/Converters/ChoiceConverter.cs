using System.Globalization;
using System.Xml;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.OrganizationService.Converters;

/// <summary>Choices, states and status reasons: <c>OptionSetValue</c>.</summary>
internal sealed class ChoiceConverter : CellConverter
{
    public static ChoiceConverter Instance { get; } = new();

    public override void Read(XmlCursor cursor, ColumnBuilder builder) =>
        builder.Append(IntegerConverter.Parse(cursor.Value()));

    public override void Write(XmlWriter xml, RowBatch rows, int column, int row)
    {
        XmlValue.Type(xml, "a:OptionSetValue");
        xml.WriteElementString("a", "Value", XmlNames.Contracts, rows.GetInt64(column, row).ToString(CultureInfo.InvariantCulture));
    }
}
