using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Syncline.Connectors.Files.Excel;

/// <summary>The parts of a workbook that name its sheets and ranges (ECMA-376, part 1, 18.2).</summary>
internal static partial class ExcelPackage
{
    /// <summary>Path of the workbook part.</summary>
    public const string Workbook = "xl/workbook.xml";

    /// <summary>Path of the workbook's relationships.</summary>
    public const string Relations = "xl/_rels/workbook.xml.rels";

    /// <summary>Main namespace.</summary>
    public static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    // What Apache POI, the field's measure, allows is 4 GB and 1 to 100. A sheet whose cells are all alike may reach that, so only large parts are held to a ratio.
    private const long MostBytes = 4_000_000_000;
    private const long MostRatio = 200;
    private const long LargeBytes = 64_000_000;

    private static readonly XNamespace Linked = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static readonly XNamespace Package = "http://schemas.openxmlformats.org/package/2006/relationships";

    /// <summary>A part that would unpack to more than a workbook needs (a "zip bomb"); null when there is none. The library unpacks no more than a part says.</summary>
    public static ZipArchiveEntry? Oversized(ZipArchive zip) =>
        zip.Entries.FirstOrDefault(part => part.Length > MostBytes || (part.Length > LargeBytes && part.Length / Math.Max(1, part.CompressedLength) > MostRatio));

    /// <summary>Sheets in order, then named ranges that are one rectangle.</summary>
    public static IReadOnlyList<ExcelRange> Ranges(ZipArchive zip)
    {
        var workbook = Load(zip, Workbook);
        var sheets = workbook.Descendants(Main + "sheet").Select(sheet => ExcelRange.Of((string)sheet.Attribute("name")!)).ToList();
        var named = workbook.Descendants(Main + "definedName")
            .Where(name => name.Attribute("hidden") is null && name.Attribute("localSheetId") is null)
            .Select(name => RangeOf((string)name.Attribute("name")!, name.Value))
            .OfType<ExcelRange>()
            .Where(range => sheets.Exists(sheet => sheet.Sheet == range.Sheet) && !sheets.Exists(sheet => string.Equals(sheet.Name, range.Name, StringComparison.OrdinalIgnoreCase)));
        return [.. sheets, .. named];
    }

    /// <summary>Path of a sheet's part.</summary>
    public static string PathOf(ZipArchive zip, string sheet)
    {
        var id = (string)Load(zip, Workbook).Descendants(Main + "sheet").First(each => (string)each.Attribute("name")! == sheet).Attribute(Linked + "id")!;
        var target = (string)Load(zip, Relations).Descendants(Package + "Relationship").First(relation => (string)relation.Attribute("Id")! == id).Attribute("Target")!;
        return target.StartsWith('/') ? target[1..] : "xl/" + target;
    }

    /// <summary>Whether the workbook counts days from 1904 rather than from 1900.</summary>
    public static bool IsFrom1904(ZipArchive zip) => (string?)Load(zip, Workbook).Root?.Element(Main + "workbookPr")?.Attribute("date1904") is "1" or "true";

    /// <summary>A part as XML.</summary>
    /// <exception cref="InvalidDataException">It is not there.</exception>
    public static XDocument Load(ZipArchive zip, string path)
    {
        using var stream = (zip.GetEntry(path) ?? throw new InvalidDataException($"The workbook has no part {path}.")).Open();
        return XDocument.Load(stream, LoadOptions.PreserveWhitespace);
    }

    private static ExcelRange? RangeOf(string name, string formula)
    {
        var match = Reference().Match(formula);
        if (!match.Success)
        {
            return null;
        }

        var sheet = match.Groups["quoted"].Success ? match.Groups["quoted"].Value.Replace("''", "'", StringComparison.Ordinal) : match.Groups["sheet"].Value;
        int Row(string group) => int.Parse(match.Groups[group].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
        return new ExcelRange(name, sheet, Row("r1"), Row("r2"), ExcelCells.ColumnOf(match.Groups["c1"].Value), ExcelCells.ColumnOf(match.Groups["c2"].Value), IsWholeSheet: false);
    }

    [GeneratedRegex(@"^('(?<quoted>([^']|'')+)'|(?<sheet>[^'!]+))!\$(?<c1>[A-Z]{1,3})\$(?<r1>[0-9]{1,7}):\$(?<c2>[A-Z]{1,3})\$(?<r2>[0-9]{1,7})$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Reference();
}
