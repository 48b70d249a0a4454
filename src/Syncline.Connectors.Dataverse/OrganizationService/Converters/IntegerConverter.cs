using System.Globalization;
using System.Xml;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.OrganizationService.Converters;

/// <summary>Whole numbers: <c>xs:int</c>, or <c>xs:long</c> for big ones.</summary>
internal sealed class IntegerConverter : CellConverter
{
    private readonly string type;

    private IntegerConverter(string type) => this.type = type;

    public static IntegerConverter Int { get; } = new("x:int");

    public static IntegerConverter Long { get; } = new("x:long");

    public override void Read(XmlCursor cursor, ColumnBuilder builder) => builder.Append(Parse(cursor.Value()));

    public override void Write(XmlWriter xml, RowBatch rows, int column, int row)
    {
        XmlValue.Type(xml, type);
        xml.WriteString(rows.GetInt64(column, row).ToString(CultureInfo.InvariantCulture));
    }

    internal static long Parse(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong("a whole number");
}
