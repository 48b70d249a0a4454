using System.IO.Compression;
using MiniExcelLibs;

namespace Syncline.Connectors.Files.Tests.Excel;

/// <summary>Makes workbooks with another program's library, and looks into the parts of one.</summary>
internal static class Workbook
{
    public static void Make(string path, params (string Sheet, object Rows)[] sheets) =>
        MiniExcel.SaveAs(path, sheets.ToDictionary(sheet => sheet.Sheet, sheet => sheet.Rows, StringComparer.Ordinal), overwriteFile: true);

    /// <summary>Changes the text of a part.</summary>
    public static void Change(string path, string part, Func<string, string> change)
    {
        var text = change(Part(path, part));
        using var zip = ZipFile.Open(path, ZipArchiveMode.Update);
        zip.GetEntry(part)?.Delete();
        using var writer = new StreamWriter(zip.CreateEntry(part).Open());
        writer.Write(text);
    }

    public static string Part(string path, string part)
    {
        using var zip = ZipFile.OpenRead(path);
        using var reader = new StreamReader(zip.GetEntry(part)!.Open());
        return reader.ReadToEnd();
    }
}
