using System.Globalization;
using System.Xml;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.OrganizationService.Converters;

/// <summary>Moments, and dates with a time that belong to no zone: <c>xs:dateTime</c>.</summary>
internal sealed class DateTimeConverter : CellConverter
{
    // With or without a fraction, with or without a zone.
    private const string Format = "yyyy'-'MM'-'dd'T'HH':'mm':'ss.FFFFFFFK";

    private readonly bool isLocal;

    private DateTimeConverter(bool isLocal) => this.isLocal = isLocal;

    public static DateTimeConverter Utc { get; } = new(isLocal: false);

    public static DateTimeConverter Local { get; } = new(isLocal: true);

    public override void Read(XmlCursor cursor, ColumnBuilder builder)
    {
        var text = cursor.Value();

        // Of a time that belongs to no zone the digits count, whatever zone stands behind them.
        if (TryReadPlain(text, out var plain))
        {
            builder.Append(isLocal ? plain : DateTime.SpecifyKind(plain, DateTimeKind.Utc));
        }
        else if (DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            builder.Append(isLocal ? DateTime.SpecifyKind(moment.DateTime, DateTimeKind.Unspecified) : moment.UtcDateTime);
        }
        else
        {
            throw Wrong("a date and time");
        }
    }

    public override void Write(XmlWriter xml, RowBatch rows, int column, int row)
    {
        XmlValue.Type(xml, "x:dateTime");
        xml.WriteString(WireText.Moment(rows.GetDateTime(column, row)));
    }

    /// <summary>Reads <c>2020-01-02T03:04:05Z</c>, as nearly all are written, without going through a format.</summary>
    private static bool TryReadPlain(ReadOnlySpan<char> text, out DateTime moment)
    {
        moment = default;
        if (text is not [_, _, _, _, '-', _, _, '-', _, _, 'T', _, _, ':', _, _, ':', _, _, 'Z']
            || !TryReadTwo(text, out var century) || !TryReadTwo(text[2..], out var year) || !TryReadTwo(text[5..], out var month) || !TryReadTwo(text[8..], out var day)
            || !TryReadTwo(text[11..], out var hour) || !TryReadTwo(text[14..], out var minute) || !TryReadTwo(text[17..], out var second))
        {
            return false;
        }

        year += century * 100;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        moment = new DateTime(year, month, day, hour, minute, second);
        return true;
    }

    private static bool TryReadTwo(ReadOnlySpan<char> text, out int number)
    {
        number = ((text[0] - '0') * 10) + (text[1] - '0');
        return char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[1]);
    }
}
