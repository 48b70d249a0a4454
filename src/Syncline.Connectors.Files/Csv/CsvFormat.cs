using System.Runtime.CompilerServices;
using System.Text;
using Syncline.Connectors.Files.Tables;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Csv;

/// <summary>CSV files (RFC 4180 and its usual variants). Memory holds one batch and one buffer, however long a file is.</summary>
internal sealed class CsvFormat(CsvOptions options) : ITableFormat
{
    private const int RaggedShown = 10;

    public bool HasLines => true;

    /// <summary>Opens the files that the options mean.</summary>
    public static IConnection Open(CsvOptions options) => new FileConnection(options.Location, new CsvFormat(options));

    public async ValueTask<TableShape> DescribeAsync(DataFile file, CancellationToken cancellationToken)
    {
        await using var text = await CsvText.OpenAsync(file, options, cancellationToken);
        var columns = await CsvHeader.ReadAsync(text, file, options, cancellationToken);
        return new TableShape(options.InfersTypes ? await InferredAsync(text, columns, cancellationToken) : columns, text.Sample.ToString());
    }

    public async IAsyncEnumerable<RowBatch> ReadAsync(
        DataFile file, IReadOnlyList<ColumnSchema> columns, ColumnChoice choice, int batchSize, long most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stamp = FileReplacement.StampOf(file.FullPath);
        await using var text = await CsvText.OpenAsync(file, options, cancellationToken);
        var header = await CsvHeader.ReadAsync(text, file, options, cancellationToken);
        var appender = new CsvRowAppender(file, options, choice);
        var (builder, rows, met) = (new RowBatchBuilder(choice.Columns), 0, 0L);
        var isWhole = false;
        if (CsvPlainRows.Takes(options, text.Sample))
        {
            await using var plain = new CsvPlainRows(file, options, text.Sample, header.Count);
            _ = options.HasHeader && await plain.MoveNextAsync(cancellationToken);
            while (met < most && (plain.MoveNext() || await plain.MoveNextAsync(cancellationToken)))
            {
                appender.Append(builder, plain);
                met++;
                if (++rows == batchSize)
                {
                    yield return RowBatches.Build(builder, rows);
                    cancellationToken.ThrowIfCancellationRequested();
                    (builder, rows) = (new RowBatchBuilder(choice.Columns), 0);
                }
            }

            isWhole = plain.IsPlain;
        }

        var isAtRow = !options.HasHeader;
        if (!isWhole && met > 0)
        {
            await SkipAsync(file, stamp, text, isAtRow ? met - 1 : met, cancellationToken);
            isAtRow = false;
        }

        while (!isWhole && met < most && (isAtRow || await text.ReadAsync(cancellationToken)))
        {
            isAtRow = false;
            if (text.Count != header.Count)
            {
                throw await RaggedAsync(file, text, header.Count, most - met, cancellationToken);
            }

            appender.Append(builder, text);
            met++;
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

    public string? Refusal(ColumnSchema column, object value)
    {
        if (value is not string text)
        {
            return null;
        }

        if (options.Encoding is { } encoding)
        {
            try
            {
                encoding.GetByteCount(text);
            }
            catch (EncoderFallbackException)
            {
                return $"holds a character that {encoding.WebName} does not have";
            }
        }

        return text.Contains('\0', StringComparison.Ordinal) ? "holds the character U+0000, which text files can't keep"
            : options.Quote == CsvOptions.NoQuote && text.AsSpan().ContainsAny('\r', '\n') ? "holds a line break, which needs quotes" : null;
    }

    public async ValueTask RewriteAsync(
        DataFile file, bool isNew, IReadOnlyList<ColumnSchema> columns, RowEdits edits, FileStream destination, CancellationToken cancellationToken)
    {
        if (isNew)
        {
            await using var empty = new CsvOutput(file, options, sample: null, destination);
            if (options.HasHeader)
            {
                empty.Row([.. columns.Select(column => (object)column.Name)], columns);
            }

            edits.Added.ForEach(row => empty.Row(row, columns));
            return;
        }

        await using var text = await CsvText.OpenAsync(file, options, cancellationToken);
        await using var output = new CsvOutput(file, options, text.Sample, destination);
        if (options.HasHeader && await text.ReadAsync(cancellationToken))
        {
            output.AsItStands(text.Raw);
        }

        for (var row = 0L; await text.ReadAsync(cancellationToken); row++)
        {
            if (edits.Of(row) is not { } edit)
            {
                output.AsItStands(text.Raw);
            }
            else if (edit.Cells is not null)
            {
                output.Row(Changed(text, edit, columns.Count), columns);
            }
        }

        edits.Added.ForEach(row => output.Row(row, columns));
    }

    /// <summary>Goes past rows that were read in another way already.</summary>
    private static async ValueTask SkipAsync(DataFile file, (long Length, DateTime Written)? stamp, CsvText text, long rows, CancellationToken cancellationToken)
    {
        var isThere = FileReplacement.StampOf(file.FullPath) == stamp;
        for (; isThere && rows > 0; rows--)
        {
            isThere = await text.ReadAsync(cancellationToken);
        }

        if (!isThere)
        {
            throw new ReadException(FileErrors.ReadFailed(file.Shown, text.Line, "it was changed meanwhile."));
        }
    }

    private static object?[] Changed(CsvText text, RowEdit edit, int width)
    {
        var values = new object?[width];
        for (var i = 0; i < width; i++)
        {
            if (!edit.Cells!.TryGetValue(i, out values[i]))
            {
                var value = text.Value(i);
                values[i] = value.IsEmpty && !text.IsQuotedEmpty(i) ? null : new StringBuilder().Append(value);
            }
        }

        return values;
    }

    private async ValueTask<IReadOnlyList<ColumnSchema>> InferredAsync(CsvText text, IReadOnlyList<ColumnSchema> columns, CancellationToken cancellationToken)
    {
        var found = columns.Select(_ => new TypeGuess()).ToList();
        var isAtRow = !options.HasHeader;
        while (isAtRow || await text.ReadAsync(cancellationToken))
        {
            isAtRow = false;
            for (var i = 0; i < Math.Min(found.Count, text.Count); i++)
            {
                found[i].Meet(text.Value(i));
            }
        }

        return [.. columns.Zip(found, (column, guess) => column with { Type = guess.Type })];
    }

    /// <summary>Looks on through the rows that were asked for, so that one error names every place and not only the first.</summary>
    private static async ValueTask<ReadException> RaggedAsync(DataFile file, CsvText text, int expected, long left, CancellationToken cancellationToken)
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
}
