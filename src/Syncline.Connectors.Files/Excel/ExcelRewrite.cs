using System.Globalization;
using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;
using Syncline.Connectors.Files.Tables;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Excel;

/// <summary>
/// Copies a workbook part by part and changes rows of one sheet on the way, as a stream. Every other sheet, and every row that is not changed,
/// stays as it is. A removed row becomes an empty one, so that no formula has to be moved.
/// </summary>
/// <param name="columns">The columns of the table.</param>
/// <param name="firstColumn">Where they begin, from 1.</param>
/// <param name="edits">Changes by the sheet's row, from 1.</param>
/// <param name="added">Rows to put below the last.</param>
internal sealed class ExcelRewrite(IReadOnlyList<ColumnSchema> columns, int firstColumn, IReadOnlyDictionary<int, RowEdit> edits, IReadOnlyList<object?[]> added)
{
    /// <summary>Path of the styles part.</summary>
    public const string Styles = "xl/styles.xml";

    private const string Calculation = "xl/calcChain.xml";
    private const string ContentTypes = "[Content_Types].xml";

    private ExcelStyles styles = new(null, null);
    private int lastRow;

    /// <summary>Writes the new workbook.</summary>
    /// <exception cref="IOException">The sheet has no room for the rows.</exception>
    public async ValueTask RunAsync(ZipArchive source, string sheet, FileStream destination, CancellationToken cancellationToken)
    {
        await using var target = new ZipArchive(destination, ZipArchiveMode.Create, leaveOpen: true);
        var stylePart = source.GetEntry(Styles) is null ? null : ExcelPackage.Load(source, Styles);
        styles = stylePart is null ? styles : ExcelStyles.In(stylePart) with { IsFrom1904 = ExcelPackage.IsFrom1904(source) };
        foreach (var entry in source.Entries.Where(entry => entry.FullName != Calculation))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await using var output = await target.CreateEntry(entry.FullName, CompressionLevel.Optimal).OpenAsync(cancellationToken);
            if (entry.FullName == sheet)
            {
                await using var input = await entry.OpenAsync(cancellationToken);
                Copy(input, output, cancellationToken);
            }
            else if (entry.FullName == Styles)
            {
                await stylePart!.SaveAsync(output, SaveOptions.DisableFormatting, cancellationToken);
            }
            else if (entry.FullName is ContentTypes or ExcelPackage.Relations)
            {
                // The order of calculation names cells that may hold no formula any more; programs make it anew.
                var part = ExcelPackage.Load(source, entry.FullName);
                part.Root!.Elements().Where(element => element.Attributes().Any(attribute => attribute.Value.EndsWith("calcChain.xml", StringComparison.Ordinal))).Remove();
                await part.SaveAsync(output, SaveOptions.DisableFormatting, cancellationToken);
            }
            else
            {
                await using var input = await entry.OpenAsync(cancellationToken);
                await input.CopyToAsync(output, cancellationToken);
            }
        }
    }

    private void Copy(Stream input, Stream output, CancellationToken cancellationToken)
    {
        using var reader = XmlReader.Create(input);
        using var writer = XmlWriter.Create(output, new XmlWriterSettings { CheckCharacters = false });
        reader.Read();
        while (!reader.EOF)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isMain = reader.NodeType is XmlNodeType.Element or XmlNodeType.EndElement && reader.NamespaceURI == ExcelPackage.Main.NamespaceName;
            if (isMain && reader is { NodeType: XmlNodeType.Element, LocalName: "dimension" })
            {
                reader.Skip(); // the used area may grow; it is optional
            }
            else if (isMain && reader is { NodeType: XmlNodeType.Element, LocalName: "row" })
            {
                CopyRow(reader, writer);
            }
            else if (isMain && reader is { NodeType: XmlNodeType.Element, LocalName: "sheetData" or "worksheet" })
            {
                var isEmpty = reader.IsEmptyElement;
                var isData = reader.LocalName == "sheetData";
                writer.WriteStartElement(reader.Prefix, reader.LocalName, reader.NamespaceURI);
                writer.WriteAttributes(reader, defattr: false);
                reader.Read();
                if (isEmpty)
                {
                    End(writer, isData);
                }
            }
            else if (isMain && reader is { NodeType: XmlNodeType.EndElement, LocalName: "sheetData" or "worksheet" })
            {
                End(writer, reader.LocalName == "sheetData");
                reader.Read();
            }
            else if (reader.NodeType == XmlNodeType.XmlDeclaration)
            {
                reader.Read();
            }
            else
            {
                writer.WriteNode(reader, defattr: false);
            }
        }
    }

    private void CopyRow(XmlReader reader, XmlWriter writer)
    {
        var number = reader.GetAttribute("r") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : lastRow + 1;
        lastRow = number;
        if (!edits.TryGetValue(number, out var edit))
        {
            writer.WriteNode(reader, defattr: false);
            return;
        }

        var row = (XElement)XNode.ReadFrom(reader);
        var cells = new SortedDictionary<int, XElement>();
        foreach (var cell in row.Elements(ExcelPackage.Main + "c"))
        {
            cells[cell.Attribute("r") is { } address ? ExcelCells.ColumnOf(address.Value) : cells.Keys.LastOrDefault() + 1] = cell;
        }

        for (var i = 0; i < columns.Count; i++)
        {
            if (edit.Cells is null)
            {
                cells.Remove(firstColumn + i);
            }
            else if (edit.Cells.TryGetValue(i, out var value))
            {
                var style = (string?)cells.GetValueOrDefault(firstColumn + i)?.Attribute("s");
                cells[firstColumn + i] = ExcelCells.Cell(ExcelCells.Address(number, firstColumn + i), style, columns[i].Type.Kind, value, styles);
            }
        }

        row.ReplaceNodes(cells.Values);
        row.WriteTo(writer);
    }

    private void End(XmlWriter writer, bool isData)
    {
        if (isData)
        {
            if (lastRow + added.Count > ExcelRange.MostRows)
            {
                throw new IOException($"A sheet has room for {ExcelRange.MostRows:N0} rows.");
            }

            foreach (var values in added)
            {
                lastRow++;
                var row = new XElement(ExcelPackage.Main + "row", new XAttribute("r", lastRow));
                for (var i = 0; i < columns.Count; i++)
                {
                    if (values[i] is { } value)
                    {
                        row.Add(ExcelCells.Cell(ExcelCells.Address(lastRow, firstColumn + i), style: null, columns[i].Type.Kind, value, styles));
                    }
                }

                row.WriteTo(writer);
            }
        }

        writer.WriteFullEndElement();
    }
}
