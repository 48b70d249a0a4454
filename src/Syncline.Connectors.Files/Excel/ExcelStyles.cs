using System.Globalization;
using System.Xml.Linq;

namespace Syncline.Connectors.Files.Excel;

/// <summary>How a workbook keeps dates: numbers of the cell styles that make a number a date, null where it has no styles at all, and the day it counts from.</summary>
/// <param name="Date">Style of dates.</param>
/// <param name="DateTime">Style of dates with a time.</param>
/// <param name="IsFrom1904">Whether it counts days from 1904, as workbooks of old Macintosh programs do (ECMA-376, part 1, 18.17.4.1).</param>
internal sealed record ExcelStyles(string? Date, string? DateTime, bool IsFrom1904 = false)
{
    private const int DaysTo1904 = 1462;

    // Built-in formats, which every program shows in the reader's own way (ECMA-376, part 1, 18.8.30).
    private const string DateFormat = "14";
    private const string DateTimeFormat = "22";

    /// <summary>Finds the styles in a styles part, or adds them to it.</summary>
    public static ExcelStyles In(XDocument part)
    {
        var formats = part.Root!.Element(ExcelPackage.Main + "cellXfs");
        return formats is null ? new ExcelStyles(null, null) : new ExcelStyles(FindOrAdd(formats, DateFormat), FindOrAdd(formats, DateTimeFormat));
    }

    /// <summary>Dates of later years have a number; others are texts.</summary>
    public int LastYearBefore => IsFrom1904 ? 1904 : 1900;

    /// <summary>The number that means a moment.</summary>
    public double NumberOf(System.DateTime moment) => moment.ToOADate() - (IsFrom1904 ? DaysTo1904 : 0);

    private static string FindOrAdd(XElement formats, string number)
    {
        var all = formats.Elements(ExcelPackage.Main + "xf").ToList();
        var found = all.FindIndex(format => (string?)format.Attribute("numFmtId") == number);
        if (found < 0)
        {
            found = all.Count;
            formats.Add(new XElement(
                ExcelPackage.Main + "xf", new XAttribute("numFmtId", number), new XAttribute("fontId", "0"), new XAttribute("fillId", "0"), new XAttribute("borderId", "0"),
                new XAttribute("xfId", "0"), new XAttribute("applyNumberFormat", "1")));
            formats.SetAttributeValue("count", found + 1);
        }

        return found.ToString(CultureInfo.InvariantCulture);
    }
}
