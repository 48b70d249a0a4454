using System.IO.Compression;
using System.Xml;
using Syncline.Connectors.Files.Tables;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Files.Excel;

/// <summary>Finds the cells of a sheet that hold an error. The reading library gives such cells as empty ones, and an error must not pass for no value.</summary>
internal static class ExcelCellErrors
{
    private static readonly byte[] Mark = "t=\"e\""u8.ToArray();
    private static readonly byte[] OtherMark = "t='e'"u8.ToArray();

    /// <summary>The errors by row and column, from 1.</summary>
    /// <exception cref="ReadException">The file is no workbook.</exception>
    public static IReadOnlyDictionary<(int Row, int Column), string> Find(DataFile file, string sheet)
    {
        try
        {
            using var stream = FileStreams.OpenAsItIs(file);
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            var entry = zip.GetEntry(ExcelPackage.PathOf(zip, sheet)) ?? throw new InvalidDataException($"The sheet {sheet} is not there.");

            // Most sheets hold none, and looking for the mark is far quicker than reading XML.
            return HasMark(entry) ? Read(entry) : new Dictionary<(int, int), string>();
        }
        catch (Exception exception) when (exception is InvalidDataException or XmlException)
        {
            throw new ReadException(ExcelErrors.NotExcel(file.Shown), exception);
        }
    }

    private static bool HasMark(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        var buffer = new byte[64 * 1024];
        var kept = 0;
        while (content.Read(buffer, kept, buffer.Length - kept) is > 0 and var read)
        {
            var bytes = buffer.AsSpan(0, kept + read);
            if (bytes.IndexOf(Mark) >= 0 || bytes.IndexOf(OtherMark) >= 0)
            {
                return true;
            }

            kept = Math.Min(Mark.Length - 1, bytes.Length);
            bytes[^kept..].CopyTo(buffer);
        }

        return false;
    }

    private static Dictionary<(int Row, int Column), string> Read(ZipArchiveEntry entry)
    {
        var errors = new Dictionary<(int, int), string>();
        using var content = entry.Open();
        using var reader = XmlReader.Create(content);
        var (row, column) = (0, 0);
        while (reader.Read())
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "row" })
            {
                row = reader.GetAttribute("r") is { } number ? int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) : row + 1;
                column = 0;
            }
            else if (reader is { NodeType: XmlNodeType.Element, LocalName: "c" })
            {
                column = reader.GetAttribute("r") is { } address ? ExcelCells.ColumnOf(address) : column + 1;
                if (reader.GetAttribute("t") == "e")
                {
                    using var cell = reader.ReadSubtree();
                    errors[(row, column)] = cell.ReadToDescendant("v", ExcelPackage.Main.NamespaceName) ? cell.ReadElementContentAsString() : "#ERROR!";
                }
            }
        }

        return errors;
    }
}
