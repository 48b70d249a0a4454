using System.Globalization;
using System.Xml;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.OrganizationService.Converters;

/// <summary>Calendar days: <c>xs:dateTime</c> at midnight, of which only the day counts.</summary>
internal sealed class DateConverter : CellConverter
{
    private const string Format = "yyyy-MM-dd";

    public static DateConverter Instance { get; } = new();

    public override void Read(XmlCursor cursor, ColumnBuilder builder)
    {
        var text = cursor.Value();
        var isLong = text.Length > Format.Length && text[Format.Length] == 'T';
        builder.Append(
            (text.Length == Format.Length || isLong) && DateOnly.TryParseExact(text[..Format.Length], Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day : throw Wrong("a date"));
    }

    public override void Write(XmlWriter xml, RowBatch rows, int column, int row)
    {
        XmlValue.Type(xml, "x:dateTime");
        xml.WriteString(WireText.Day(rows.GetDate(column, row)) + "T00:00:00Z");
    }
}
