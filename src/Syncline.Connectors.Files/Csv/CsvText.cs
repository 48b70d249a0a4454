using System.Text;
using Sylvan.Data.Csv;
using Syncline.Connectors.Files.Tables;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Files.Csv;

/// <summary>
/// One pass over the rows of a CSV file. This is the one place that knows the CSV library: it parses, and this adds line numbers, the
/// difference between nothing and quoted nothing, and errors that say where. Blank lines are not rows. Not safe for concurrent use.
/// </summary>
internal sealed class CsvText : IAsyncDisposable
{
    /// <summary>Longest row in characters. A missing closing quote would otherwise take the rest of the file into memory.</summary>
    public const int MaxRowLength = 16 << 20;

    private const int BufferSize = 64 * 1024;

    // The library knows comment lines and takes '#' for them: rows that begin so would vanish. This character is in no text.
    private const char NoComment = '\u0001';

    private readonly DataFile file;
    private readonly CsvOptions options;
    private readonly CsvSample sample;
    private readonly StreamReader reader;
    private CsvDataReader? csv;
    private readonly string quotedEmpty;
    private long nextLine = 1;
    private bool? mayHoldQuotedEmpty;

    private CsvText(DataFile file, CsvOptions options, CsvSample sample)
    {
        this.file = file;
        this.options = options;
        this.sample = sample;
        quotedEmpty = new string(options.Quote, 2);
        reader = new StreamReader(FileStreams.Open(file), sample.Encoding, detectEncodingFromByteOrderMarks: false, BufferSize);
    }

    /// <summary>Line on which the current row begins, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>What was found out about the file.</summary>
    public CsvSample Sample => sample;

    /// <summary>The current row as it stands in the file, with its line end when it has one.</summary>
    public ReadOnlySpan<char> Raw => csv!.GetRawRecordSpan();

    /// <summary>Number of values of the current row.</summary>
    public int Count => csv!.RowFieldCount;

    /// <summary>Starts before the first row.</summary>
    public static async ValueTask<CsvText> OpenAsync(DataFile file, CsvOptions options, CancellationToken cancellationToken) =>
        new(file, options, await CsvSample.TakeAsync(file, options, cancellationToken));

    /// <summary>Goes to the next row; false after the last.</summary>
    /// <exception cref="ReadException">The file can't be read on from here; the error says where and why.</exception>
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (csv is null)
        {
            return GoOnAsync(next: null, cancellationToken);
        }

        // Nearly every row is in the buffer already; those need neither a state machine nor a guarded region.
        var next = csv.ReadAsync(cancellationToken);
        if (!next.IsCompletedSuccessfully)
        {
            return GoOnAsync(next, cancellationToken);
        }

        return !next.Result ? ValueTask.FromResult(false)
            : IsRow() ? ValueTask.FromResult(true)
            : GoOnAsync(next: null, cancellationToken);
    }

    /// <summary>A value of the current row without its quotes; valid until the next row.</summary>
    public ReadOnlySpan<char> Value(int ordinal) => csv!.GetFieldSpan(ordinal);

    /// <summary>For a value of no characters: whether it was written as two quotes, which means empty text and not "no value".</summary>
    public bool IsQuotedEmpty(int ordinal)
    {
        var record = csv!.GetRawRecordSpan();
        if (!(mayHoldQuotedEmpty ??= record.Contains(quotedEmpty, StringComparison.Ordinal)))
        {
            return false;
        }

        var (current, quoted) = (0, false);
        for (var i = 0; i < record.Length; i++)
        {
            if (current == ordinal && !quoted)
            {
                return record[i] == options.Quote;
            }

            if (record[i] == options.Quote)
            {
                quoted = !quoted;
            }
            else if (record[i] == sample.Delimiter && !quoted)
            {
                current++;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (csv is not null)
        {
            await csv.DisposeAsync();
        }

        reader.Dispose();
    }

    /// <param name="next">The step to the next row that is under way; null to begin with one.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    private async ValueTask<bool> GoOnAsync(Task<bool>? next, CancellationToken cancellationToken)
    {
        try
        {
            csv ??= await CsvDataReader.CreateAsync(reader, LibraryOptions(), cancellationToken);
            while (await (next ?? csv.ReadAsync(cancellationToken)))
            {
                if (IsRow())
                {
                    return true;
                }

                next = null;
            }

            return false;
        }
        catch (CsvRecordTooLargeException exception)
        {
            throw new ReadException(CsvErrors.RowTooLong(file.Shown, nextLine), exception);
        }
        catch (CsvFormatException exception)
        {
            // The library tells the two cases apart only by its text.
            throw new ReadException(
                exception.Message.Contains("end of the input", StringComparison.Ordinal)
                    ? CsvErrors.UnclosedQuote(file.Shown, nextLine)
                    : CsvErrors.AfterQuote(file.Shown, nextLine, exception.FieldOrdinal),
                exception);
        }
        catch (DecoderFallbackException exception)
        {
            throw new ReadException(await CsvEncodingFault.DescribeAsync(file, sample.Encoding, options.Encoding is not null, cancellationToken), exception);
        }
        catch (Exception exception) when (Compression.IsBroken(exception))
        {
            throw new ReadException(FileErrors.BrokenCompression(file.Shown), exception);
        }
        catch (IOException exception)
        {
            throw new ReadException(FileErrors.ReadFailed(file.Shown, nextLine, exception.Message), exception);
        }
    }

    /// <summary>Counts the lines of the record that was read; false when it is a blank line.</summary>
    private bool IsRow()
    {
        Line = nextLine;
        mayHoldQuotedEmpty = null;
        var record = csv!.GetRawRecordSpan();
        nextLine += LineBreaks(record);
        return csv.RowFieldCount > 1 || record.Trim("\r\n").Length > 0;
    }

    /// <summary>Line breaks in a record: LF, CR LF, or CR alone.</summary>
    private static int LineBreaks(ReadOnlySpan<char> record)
    {
        var breaks = record.Count('\n');
        for (var at = record.IndexOf('\r'); at >= 0;)
        {
            breaks += at + 1 < record.Length && record[at + 1] == '\n' ? 0 : 1;
            var next = record[(at + 1)..].IndexOf('\r');
            at = next < 0 ? -1 : at + 1 + next;
        }

        return breaks;
    }

    private CsvDataReaderOptions LibraryOptions() => new()
    {
        // The header is read as a row, so that its line, its gaps and its doubles can be told.
        HasHeaders = false,
        Delimiter = sample.Delimiter,
        Quote = options.Quote,
        Escape = options.Quote,
        Comment = NoComment,
        CsvStyle = CsvStyle.Standard,
        BufferSize = BufferSize,
        MaxBufferSize = MaxRowLength,
        OwnsReader = false,
    };
}
