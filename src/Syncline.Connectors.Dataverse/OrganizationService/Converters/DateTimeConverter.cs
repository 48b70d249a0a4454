using System.Globalization;
using System.Xml;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.OrganizationService.Converters;

/// <summary>Moments, and dates with a time that belong to no zone: <c>xs:dateTime</c>.</summary>
internal sealed class DateTimeConverter : CellConverter
{
    private readonly bool isLocal;

    private DateTimeConverter(bool isLocal) => this.isLocal = isLocal;

    public static DateTimeConverter Utc { get; } = new(isLocal: false);

    public static DateTimeConverter Local { get; } = new(isLocal: true);

    public override void Read(XmlCursor cursor, ColumnBuilder builder)
    {
        if (!DateTimeOffset.TryParse(cursor.Value(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            throw Wrong("a date and time");
        }

        // Of a time that belongs to no zone the digits count, whatever zone stands behind them.
        builder.Append(isLocal ? DateTime.SpecifyKind(moment.DateTime, DateTimeKind.Unspecified) : moment.UtcDateTime);
    }

    public override void Write(XmlWriter xml, RowBatch rows, int column, int row)
    {
        XmlValue.Type(xml, "x:dateTime");
        xml.WriteString(WireText.Moment(rows.GetDateTime(column, row)));
    }
}
