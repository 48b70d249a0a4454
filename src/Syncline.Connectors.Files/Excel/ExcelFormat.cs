using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Xml;
using Syncline.Connectors.Files.Tables;
using Syncline.Core.Errors;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Excel;

/// <summary>Excel workbooks: a sheet or a named range is a table. Types are those that fit every cell of a column.</summary>
internal sealed class ExcelFormat : ITableFormat
{
    public bool HasLines => true;

    public ValueTask<IReadOnlyList<DataFile>> TablesAsync(DataFile file, bool isAlone, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<DataFile>>([.. Ranges(file).Select(range => file with { Table = isAlone ? range.Name : $"{file.Table}/{range.Name}", Part = range.Name })]);

    public async ValueTask<TableShape> DescribeAsync(DataFile file, CancellationToken cancellationToken)
    {
        var range = RangeOf(file);
        using var sheet = ExcelSheet.Open(file, range);
        var header = sheet.Row;
        var kinds = new ColumnKind?[sheet.Names.Count];
        while (sheet.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < kinds.Length; i++)
            {
                if (ExcelCells.KindOf(sheet.Value(i)) is { } met)
                {
                    kinds[i] = kinds[i] is { } known ? ExcelCells.Together(known, met) : met;
                }
            }
        }

        return new TableShape(
            [.. sheet.Names.Select((name, i) => new ColumnSchema { Name = name, Type = ColumnType.Of(kinds[i] ?? ColumnKind.Text), CanInsert = range.IsWholeSheet, CanUpdate = range.IsWholeSheet })],
            $"column names in row {header}");
    }

    public async IAsyncEnumerable<RowBatch> ReadAsync(
        DataFile file, IReadOnlyList<ColumnSchema> columns, ColumnChoice choice, int batchSize, long most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var sheet = ExcelSheet.Open(file, RangeOf(file));
        var builder = new RowBatchBuilder(choice.Columns);
        var rows = 0;
        for (var left = most; left > 0 && sheet.Read(); left--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < choice.Ordinals.Length; i++)
            {
                if (choice.Ordinals[i] == ColumnChoice.Line)
                {
                    builder[i].Append(sheet.Row);
                }
                else if (!ExcelCells.TryAppend(builder[i], sheet.Value(choice.Ordinals[i])))
                {
                    throw new ReadException(FileErrors.WrongType(file.Shown, sheet.Row, choice.Columns[i].Name, CellText.NameOf(choice.Columns[i].Type.Kind)));
                }
            }

            if (++rows == batchSize)
            {
                yield return RowBatches.Build(builder, rows);
                (builder, rows) = (new RowBatchBuilder(choice.Columns), 0);
            }
        }

        if (rows > 0)
        {
            yield return RowBatches.Build(builder, rows);
        }
    }

    public string? Refusal(ColumnSchema column, object value) => value is not string text ? null
        : text.Length > ExcelCells.LongestText ? $"has more than {ExcelCells.LongestText} characters"
        : text.AsSpan().ContainsAny('\uFFFE', '\uFFFF') || text.Any(character => char.IsControl(character) && character is not ('\t' or '\n' or '\r') && character < ' ') ? "holds a control character, which a workbook can't keep"
        : null;

    public async ValueTask RewriteAsync(DataFile file, bool isNew, IReadOnlyList<ColumnSchema> columns, RowEdits edits, FileStream destination, CancellationToken cancellationToken)
    {
        var range = isNew ? ExcelRange.Of(ExcelTemplate.Sheet) : RangeOf(file);
        if (!range.IsWholeSheet)
        {
            throw new WriteException(ExcelErrors.RangeIsReadOnly(file.Shown, range.Name));
        }

        var rows = new Dictionary<int, RowEdit>();
        var firstColumn = 1;
        if (!isNew)
        {
            using var sheet = ExcelSheet.Open(file, range);
            firstColumn = sheet.FirstColumn;
            for (var number = 0L; sheet.Read(); number++)
            {
                if (edits.Of(number) is { } edit)
                {
                    rows[sheet.Row] = edit;
                }
            }
        }

        await using Stream source = isNew ? ExcelTemplate.Make(columns) : FileStreams.OpenAsItIs(file);
        await using var zip = new ZipArchive(source, ZipArchiveMode.Read, leaveOpen: true);
        await new ExcelRewrite(columns, firstColumn, rows, edits.Added).RunAsync(zip, ExcelPackage.PathOf(zip, range.Sheet), destination, cancellationToken);
    }

    private static ExcelRange RangeOf(DataFile file) => Ranges(file).FirstOrDefault(range => file.Part is null || range.Name == file.Part)
        ?? throw new ReadException(ExcelErrors.NotExcel(file.Shown));

    private static IReadOnlyList<ExcelRange> Ranges(DataFile file)
    {
        try
        {
            using var stream = FileStreams.OpenAsItIs(file);
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            return ExcelPackage.Oversized(zip) is { } part
                ? throw new ReadException(ExcelErrors.TooLarge(file.Shown, part.FullName, part.Length, part.Length / Math.Max(1, part.CompressedLength)))
                : ExcelPackage.Ranges(zip);
        }
        catch (Exception exception) when (exception is InvalidDataException or XmlException)
        {
            throw new ReadException(ExcelErrors.NotExcel(file.Shown), exception);
        }
    }
}
