using System.Globalization;
using System.Xml;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.OrganizationService.Converters;

/// <summary>
/// Whole numbers: <c>xs:int</c>, or <c>xs:long</c> for columns of big ones. One that is too large for its column is written as what it is: within an
/// <c>xs:int</c> it would make the whole request unreadable, so that the rows beside it were refused with it.
/// </summary>
internal sealed class IntegerConverter : CellConverter
{
    private readonly bool isLong;

    private IntegerConverter(bool isLong) => this.isLong = isLong;

    public static IntegerConverter Int { get; } = new(isLong: false);

    public static IntegerConverter Long { get; } = new(isLong: true);

    public override void Read(XmlCursor cursor, ColumnBuilder builder) => builder.Append(Parse(cursor.Value()));

    public override void Write(XmlWriter xml, RowBatch rows, int column, int row)
    {
        var number = rows.GetInt64(column, row);
        XmlValue.Type(xml, isLong || number is < int.MinValue or > int.MaxValue ? "x:long" : "x:int");
        xml.WriteString(number.ToString(CultureInfo.InvariantCulture));
    }

    internal static long Parse(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong("a whole number");
}
