using System.Buffers;
using System.Text;
using System.Xml;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.OrganizationService.Converters;

/// <summary>Texts: <c>xs:string</c>.</summary>
internal sealed class TextConverter : CellConverter
{
    public static TextConverter Instance { get; } = new();

    public override void Read(XmlCursor cursor, ColumnBuilder builder) => Append(cursor.Value(), builder);

    public override void Write(XmlWriter xml, RowBatch rows, int column, int row)
    {
        XmlValue.Type(xml, "x:string");
        xml.WriteString(rows.GetText(column, row));
    }

    /// <summary>Adds a text without a string in between.</summary>
    internal static void Append(ReadOnlySpan<char> text, ColumnBuilder builder)
    {
        const int small = 256;
        if (text.Length <= small)
        {
            Span<byte> utf8 = stackalloc byte[small * 3];
            builder.Append(utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
            return;
        }

        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            builder.Append(rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
