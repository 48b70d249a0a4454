using System.IO.Compression;
using System.Xml.Linq;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Excel;

/// <summary>A new workbook with one sheet that has a row of column names (ECMA-376, part 1).</summary>
internal static class ExcelTemplate
{
    /// <summary>Name of the sheet.</summary>
    public const string Sheet = "Sheet1";

    private const string Package = "http://schemas.openxmlformats.org/package/2006/";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    /// <summary>The workbook, to be read from the start.</summary>
    public static MemoryStream Make(IReadOnlyList<ColumnSchema> columns)
    {
        var result = new MemoryStream();
        using (var zip = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "[Content_Types].xml", $"""
                <Types xmlns="{Package}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{Type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{Type}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="{Type}.styles+xml"/></Types>
                """);
            Add(zip, "_rels/.rels", $"""<Relationships xmlns="{Package}relationships"><Relationship Id="rId1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
            Add(zip, ExcelPackage.Workbook, $"""<workbook xmlns="{ExcelPackage.Main}" xmlns:r="{Office}"><sheets><sheet name="{Sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>""");
            Add(zip, ExcelPackage.Relations, $"""
                <Relationships xmlns="{Package}relationships"><Relationship Id="rId1" Type="{Office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{Office}/styles" Target="styles.xml"/></Relationships>
                """);
            Add(zip, ExcelRewrite.Styles, $"""
                <styleSheet xmlns="{ExcelPackage.Main}"><fonts count="1"><font/></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf xfId="0"/></cellXfs></styleSheet>
                """);
            var names = columns.Select((column, i) => ExcelCells.Cell(ExcelCells.Address(1, i + 1), style: null, ColumnKind.Text, column.Name, new ExcelStyles(null, null)));
            var sheet = new XElement(ExcelPackage.Main + "worksheet", new XElement(ExcelPackage.Main + "sheetData", new XElement(ExcelPackage.Main + "row", new XAttribute("r", "1"), names)));
            Add(zip, "xl/worksheets/sheet1.xml", sheet.ToString(SaveOptions.DisableFormatting));
        }

        result.Position = 0;
        return result;
    }

    private static void Add(ZipArchive zip, string path, string content)
    {
        using var writer = new StreamWriter(zip.CreateEntry(path).Open());
        writer.Write(content.Trim());
    }
}
