using System.Globalization;
using System.Xml;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.OrganizationService.Converters;

/// <summary>Several choices at once: <c>OptionSetValueCollection</c>. A batch has their numbers as a text, ascending: <c>1,4</c>.</summary>
internal sealed class ChoicesConverter : CellConverter
{
    public static ChoicesConverter Instance { get; } = new();

    public override void Read(XmlCursor cursor, ColumnBuilder builder)
    {
        var numbers = new SortedSet<long>();
        if (cursor.Enter())
        {
            while (cursor.Next())
            {
                numbers.Add(IntegerConverter.Parse(cursor.Value()));
            }
        }

        if (numbers.Count == 0)
        {
            builder.AppendNull();
        }
        else
        {
            builder.Append(string.Join(',', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))));
        }
    }

    public override void Write(XmlWriter xml, RowBatch rows, int column, int row)
    {
        XmlValue.Type(xml, "n:OptionSetValueCollection");
        foreach (var number in rows.GetText(column, row).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            xml.WriteStartElement("a", "OptionSetValue", XmlNames.Contracts);
            xml.WriteElementString("a", "Value", XmlNames.Contracts, number);
            xml.WriteEndElement();
        }
    }
}
