using System.Text;
using System.Xml;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Syncline.Connectors.Files.Tables;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Files.Excel;

/// <summary>
/// One pass over the rows of a sheet or range, below its row of column names. The one place that knows the reading library. Rows without a value
/// in any column are no rows. Not safe for concurrent use.
/// </summary>
internal sealed class ExcelSheet : IDisposable
{
    /// <summary>In so many rows the column names are looked for.</summary>
    public const int RowsLookedAt = 20;

    private readonly DataFile file;
    private readonly ExcelRange range;
    private readonly IExcelDataReader reader;
    private IReadOnlyDictionary<(int Row, int Column), string> errors = new Dictionary<(int, int), string>();

    static ExcelSheet() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance); // the library asks for code page 1252 when it starts

    private ExcelSheet(DataFile file, ExcelRange range, IExcelDataReader reader)
    {
        this.file = file;
        this.range = range;
        this.reader = reader;
    }

    /// <summary>Column names, in order.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>Column of the first name, from 1.</summary>
    public int FirstColumn { get; private set; }

    /// <summary>The current row, from 1.</summary>
    public int Row { get; private set; }

    /// <summary>Goes to the row of column names.</summary>
    /// <exception cref="ReadException">The file is no workbook.</exception>
    /// <exception cref="SchemaException">There are no column names, or not each is different.</exception>
    public static ExcelSheet Open(DataFile file, ExcelRange range)
    {
        var header = HeaderRow(file, range);
        var sheet = Start(file, range);
        while (sheet.Row < header.Row && sheet.Advance())
        {
        }

        sheet.errors = ExcelCellErrors.Find(file, range.Sheet);
        sheet.FirstColumn = header.FirstColumn;
        sheet.Names = header.Names;
        return sheet;
    }

    /// <summary>Goes to the next row that has a value.</summary>
    /// <exception cref="ReadException">The file can't be read on.</exception>
    public bool Read()
    {
        while (Row < range.LastRow && Advance())
        {
            for (var i = 0; i < Names.Count; i++)
            {
                if (Raw(FirstColumn + i) is not (null or "") || ErrorOf(FirstColumn + i) is not null)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>A value of the current row by the column's place among <see cref="Names"/>.</summary>
    /// <exception cref="ReadException">The cell holds an error.</exception>
    public object? Value(int column) => ErrorOf(FirstColumn + column) is { } error
        ? throw new ReadException(ExcelErrors.CellError(file.Shown, range.Name, Row, FirstColumn + column, Names[column], error))
        : Raw(FirstColumn + column);

    public void Dispose() => reader.Dispose();

    private static (int Row, int FirstColumn, IReadOnlyList<string> Names) HeaderRow(DataFile file, ExcelRange range)
    {
        using var sheet = Start(file, range);
        var rows = new List<(int Row, List<(int Column, object Value)> Cells)>();
        while (rows.Count < RowsLookedAt && sheet.Row < range.LastRow && sheet.Advance())
        {
            if (sheet.Row >= range.FirstRow)
            {
                var last = Math.Min(sheet.reader.FieldCount, range.LastColumn);
                rows.Add((sheet.Row, [.. Enumerable.Range(range.FirstColumn, Math.Max(0, last - range.FirstColumn + 1)).Select(column => (column, sheet.Raw(column)!)).Where(cell => cell.Item2 is not (null or ""))]));
            }
        }

        // A title above the table has fewer cells than the table is wide.
        var widest = rows.Count == 0 ? 0 : rows.Max(row => row.Cells.Count);
        var header = rows.FirstOrDefault(row => row.Cells.Count > 0 && row.Cells.Count * 2 > widest && row.Cells.TrueForAll(cell => cell.Value is string));
        if (header.Cells is null)
        {
            throw new SchemaException(ExcelErrors.NoHeader(file.Shown, range.Name));
        }

        var first = header.Cells[0].Column;
        var names = new string[header.Cells[^1].Column - first + 1];
        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = ((string?)header.Cells.Find(cell => cell.Column == first + i).Value)?.Trim() ?? "";
            if (names[i].Length == 0)
            {
                throw new SchemaException(FileErrors.EmptyHeader(file.Shown, header.Row, i));
            }

            if (!places.TryAdd(names[i], i))
            {
                throw new SchemaException(FileErrors.DuplicateHeader(file.Shown, header.Row, names[i], places[names[i]], i));
            }
        }

        return (header.Row, first, names);
    }

    private static ExcelSheet Start(DataFile file, ExcelRange range)
    {
        var stream = FileStreams.OpenAsItIs(file);
        try
        {
            var opened = ExcelReaderFactory.CreateOpenXmlReader(stream, new ExcelReaderConfiguration { LeaveOpen = false });
            while (opened.Name != range.Sheet)
            {
                if (!opened.NextResult())
                {
                    opened.Dispose();
                    throw new ReadException(ExcelErrors.NotExcel(file.Shown));
                }
            }

            return new ExcelSheet(file, range, opened);
        }
        catch (Exception exception) when (IsBroken(exception))
        {
            stream.Dispose();
            throw new ReadException(ExcelErrors.NotExcel(file.Shown), exception);
        }
    }

    private static bool IsBroken(Exception exception) => exception is ExcelReaderException or InvalidDataException or XmlException or FormatException or NullReferenceException or IndexOutOfRangeException;

    private bool Advance()
    {
        try
        {
            if (!reader.Read())
            {
                return false;
            }
        }
        catch (Exception exception) when (IsBroken(exception))
        {
            throw new ReadException(ExcelErrors.NotExcel(file.Shown), exception);
        }
        catch (IOException exception)
        {
            throw new ReadException(FileErrors.ReadFailed(file.Shown, Row, exception.Message), exception);
        }

        Row = reader.Depth + 1;
        return true;
    }

    private object? Raw(int column) => column <= reader.FieldCount ? reader.GetValue(column - 1) : null;

    private string? ErrorOf(int column) => errors.GetValueOrDefault((Row, column));
}
