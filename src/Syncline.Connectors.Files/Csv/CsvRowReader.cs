using System.Runtime.CompilerServices;
using System.Text;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Csv;

/// <summary>Reads the rows of one CSV file in batches; memory holds one batch and one buffer, however long the file is.</summary>
internal sealed class CsvRowReader(CsvFile file, CsvOptions options)
{
    private const int DefaultBatchSize = 8192;
    private const int RaggedShown = 10;
    private const int LineOrdinal = -1;

    private static readonly ColumnSchema LineColumn = new()
    {
        Name = ReadRequest.LineColumn,
        Type = ColumnType.Of(ColumnKind.Integer),
        CanInsert = false,
        CanUpdate = false,
    };

    private byte[] utf8 = new byte[1024];

    /// <summary>As <see cref="Core.Connectors.IConnection.ReadAsync"/>.</summary>
    public async IAsyncEnumerable<RowBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (request.Filter is not null || request.Keys is not null)
        {
            throw new ConfigurationException(CsvErrors.NoFilter(file.Table));
        }

        await using var text = await CsvText.OpenAsync(file, options, cancellationToken);
        var header = await CsvHeader.ReadAsync(text, file, options, cancellationToken);
        var (columns, ordinals) = Choose(header, request.Columns);
        var left = (long?)request.MaxRows ?? long.MaxValue;
        var batchSize = Math.Max(1, request.BatchSize ?? DefaultBatchSize);
        var builder = new RowBatchBuilder(columns);
        var rows = 0;
        var isAtRow = !options.HasHeader;
        while (left > 0 && (isAtRow || await text.ReadAsync(cancellationToken)))
        {
            isAtRow = false;
            if (text.Count != header.Count)
            {
                throw await RaggedAsync(text, header.Count, left, cancellationToken);
            }

            Append(builder, text, ordinals);
            left--;
            if (++rows == batchSize)
            {
                yield return Build(builder, rows);
                (builder, rows) = (new RowBatchBuilder(columns), 0);
            }
        }

        if (rows > 0)
        {
            yield return Build(builder, rows);
        }
    }

    private (IReadOnlyList<ColumnSchema> Columns, int[] Ordinals) Choose(IReadOnlyList<ColumnSchema> header, IReadOnlyList<string>? asked)
    {
        if (asked is null)
        {
            return (header, [.. Enumerable.Range(0, header.Count)]);
        }

        var columns = new ColumnSchema[asked.Count];
        var ordinals = new int[asked.Count];
        for (var i = 0; i < ordinals.Length; i++)
        {
            var name = asked[i];
            var ordinal = header.TakeWhile(column => !string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase)).Count();
            ordinal = ordinal == header.Count ? LineOrdinal : ordinal;
            if (ordinal == LineOrdinal && name != ReadRequest.LineColumn)
            {
                throw new SchemaException(CsvErrors.NoSuchColumn(name, file.Table, [.. header.Select(column => column.Name)]));
            }

            ordinals[i] = ordinal;
            columns[i] = ordinal == LineOrdinal ? LineColumn : header[ordinal];
        }

        return (columns, ordinals);
    }

    private void Append(RowBatchBuilder builder, CsvText text, int[] ordinals)
    {
        for (var i = 0; i < ordinals.Length; i++)
        {
            var column = builder[i];
            if (ordinals[i] == LineOrdinal)
            {
                column.Append(text.Line);
                continue;
            }

            var value = text.Value(ordinals[i]);
            if (value.IsEmpty && !text.IsQuotedEmpty(ordinals[i]))
            {
                column.AppendNull();
                continue;
            }

            if (utf8.Length < value.Length * 3)
            {
                utf8 = new byte[value.Length * 3];
            }

            column.Append(utf8.AsSpan(0, Encoding.UTF8.GetBytes(value, utf8)));
        }
    }

    /// <summary>Looks on through the rows that were asked for, so that one error names every place and not only the first.</summary>
    private async ValueTask<ReadException> RaggedAsync(CsvText text, int expected, long left, CancellationToken cancellationToken)
    {
        var shown = new List<(long Line, int Count)>();
        var count = 0L;
        do
        {
            if (text.Count != expected)
            {
                count++;
                if (shown.Count < RaggedShown)
                {
                    shown.Add((text.Line, text.Count));
                }
            }
        }
        while (--left > 0 && await text.ReadAsync(cancellationToken));

        return new ReadException(CsvErrors.Ragged(file.Shown, expected, shown, count));
    }

    /// <summary>The batch; one without columns still has its rows.</summary>
    private static RowBatch Build(RowBatchBuilder builder, int rows) => builder.Columns.Count > 0
        ? builder.Build()
        : new RowBatch([], new Apache.Arrow.RecordBatch(ArrowTypes.SchemaOf([]), [], rows));
}
