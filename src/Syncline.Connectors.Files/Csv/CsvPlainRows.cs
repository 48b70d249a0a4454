using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;
using Syncline.Connectors.Files.Tables;

namespace Syncline.Connectors.Files.Csv;

/// <summary>
/// One pass over the rows of a CSV file in UTF-8 at its bytes, which are the bytes that a batch holds: nothing is decoded and encoded again
/// (docs/decisions/0026-plain-csv-rows.md). It knows plain rows only, those of RFC 4180 with as many values as the first. At anything else, be it
/// right or wrong, it ends and <see cref="IsPlain"/> is false: <see cref="CsvText"/> then reads on, and says what is wrong. Not safe for concurrent use.
/// </summary>
internal sealed class CsvPlainRows : IAsyncDisposable
{
    private const int FirstSize = 128 * 1024;
    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    private readonly Stream stream;
    private readonly byte delimiter;
    private readonly byte quote; // where there is none, that of a line feed, which is never met as a quote
    private readonly Field[] fields;
    private byte[] buffer;
    private int[] marks; // places of delimiters, quotes and line ends in the buffer
    private int markCount;
    private int mark;
    private int start; // of the next row
    private int end;
    private int valid; // bytes before it are UTF-8
    private long nextLine = 1;
    private bool isAtEnd;
    private bool hasMark; // the byte order mark is still to be skipped
    private byte[] unescaped = new byte[256];

    /// <summary>Starts before the first row, which names the columns where the file has such a row.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">Options.</param>
    /// <param name="sample">What the file is like; <see cref="Takes"/> said yes to it.</param>
    /// <param name="width">Number of values in each row.</param>
    /// <param name="size">Bytes of the buffer to begin with; it grows for rows that are longer.</param>
    public CsvPlainRows(DataFile file, CsvOptions options, CsvSample sample, int width, int size = FirstSize)
    {
        (buffer, marks) = (new byte[size], new int[size]);
        delimiter = (byte)sample.Delimiter;
        quote = options.Quote == CsvOptions.NoQuote ? LineFeed : (byte)options.Quote;
        fields = new Field[width];
        stream = FileStreams.Open(file);
        hasMark = sample.HasMark;
    }

    /// <summary>Whether every row so far was plain; when false, the rows after the last one that was given are still to be read.</summary>
    public bool IsPlain { get; private set; } = true;

    /// <summary>Line on which the current row begins, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Whether a file can be read so.</summary>
    public static bool Takes(CsvOptions options, CsvSample sample) =>
        sample.Encoding is UTF8Encoding && char.IsAscii(sample.Delimiter) && char.IsAscii(options.Quote) && sample.Delimiter != options.Quote && sample.Delimiter is not ('\r' or '\n');

    /// <summary>Goes to the next row that is in memory; false when there is none, and <see cref="MoveNextAsync"/> is to be asked.</summary>
    public bool MoveNext()
    {
        while (IsPlain)
        {
            Line = nextLine;
            switch (Take())
            {
                case Step.Row:
                    return true;
                case Step.Incomplete:
                    return false;
                case Step.Odd:
                    IsPlain = false;
                    break;
            }
        }

        return false;
    }

    /// <summary>Goes to the next row; false at the end of the file, or of what is plain.</summary>
    public async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        while (!MoveNext())
        {
            if (!IsPlain || isAtEnd)
            {
                return false;
            }

            await FillAsync(cancellationToken);
        }

        return true;
    }

    /// <summary>A value of the current row without its quotes; valid until the next value is asked for.</summary>
    /// <param name="ordinal">Its place.</param>
    /// <param name="isQuoted">Whether it stood in quotes.</param>
    public ReadOnlySpan<byte> Value(int ordinal, out bool isQuoted)
    {
        ref readonly var field = ref fields[ordinal];
        isQuoted = field.Quotes != Quotes.None;
        var value = buffer.AsSpan(field.Start, field.End - field.Start);
        return field.Quotes == Quotes.Doubled ? Unescaped(value) : value;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => stream.DisposeAsync();

    /// <summary>Takes the next row out of the buffer. What it says of the fields holds for <see cref="Step.Row"/> only.</summary>
    private Step Take()
    {
        var (at, next, count, breaks) = (start, mark, 0, 0L);
        while (true)
        {
            var field = new Field(at, next < markCount ? marks[next] : end, Quotes.None);
            var stop = field.End;
            if (stop == at && stop < end && buffer[stop] == quote && quote != LineFeed)
            {
                var step = TakeQuoted(at, ref next, ref breaks, out field);
                if (step != Step.Row)
                {
                    return step;
                }

                stop = field.End + 1;
            }

            if (stop == end && !isAtEnd)
            {
                return Step.Incomplete;
            }

            if (count < fields.Length)
            {
                fields[count] = field;
            }

            count++;
            var met = stop < end ? buffer[stop] : LineFeed;
            if (met == delimiter)
            {
                next++;
                at = stop + 1;
                continue;
            }

            var length = 1;
            if (met == CarriageReturn)
            {
                if (stop + 1 == end && !isAtEnd)
                {
                    return Step.Incomplete;
                }

                if (stop + 1 == end || buffer[stop + 1] != LineFeed)
                {
                    return Step.Odd; // a line end of its own
                }

                length = 2;
            }
            else if (met != LineFeed)
            {
                return Step.Odd; // a quote within a value that did not begin with one
            }

            return Finish(count, stop, length, next, breaks);
        }
    }

    /// <summary>Takes a value that begins with a quote; <see cref="Step.Row"/> when it ends well.</summary>
    private Step TakeQuoted(int at, ref int next, ref long breaks, out Field field)
    {
        field = default;
        var quotes = Quotes.Single;
        for (next++; next < markCount; next++)
        {
            var place = marks[next];
            var met = buffer[place];
            if (met == quote)
            {
                if (place + 1 == end && !isAtEnd)
                {
                    return Step.Incomplete; // the first of two, perhaps
                }

                if (place + 1 < end && buffer[place + 1] == quote)
                {
                    quotes = Quotes.Doubled;
                    next++;
                    continue;
                }

                next++;
                field = new Field(at + 1, place, quotes);
                return place + 1 == end || (next < markCount && marks[next] == place + 1) ? Step.Row : Step.Odd;
            }

            breaks += met == LineFeed || (met == CarriageReturn && place + 1 < end && buffer[place + 1] != LineFeed) ? 1 : 0;
        }

        return isAtEnd ? Step.Odd : Step.Incomplete;
    }

    private Step Finish(int count, int stop, int length, int next, long breaks)
    {
        var isBlank = count == 1 && fields[0].Quotes == Quotes.None && fields[0].Start == fields[0].End;
        if (isBlank && stop >= end)
        {
            return Step.Incomplete; // the end of the file, where no row begins
        }

        if (!isBlank && count != fields.Length)
        {
            return Step.Odd;
        }

        start = Math.Min(stop + length, end);
        mark = Math.Min(next + length, markCount);
        nextLine += breaks + 1;
        return isBlank ? Step.Blank : Step.Row;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (valid, end, start) = (valid - start, end - start, 0);
        if (end == buffer.Length)
        {
            if (end >= CsvText.MaxRowLength)
            {
                IsPlain = false;
                return;
            }

            Array.Resize(ref buffer, end * 2);
            marks = new int[buffer.Length];
        }

        try
        {
            var read = await stream.ReadAtLeastAsync(buffer.AsMemory(end), buffer.Length - end, throwOnEndOfStream: false, cancellationToken);
            isAtEnd = read < buffer.Length - end;
            end += read;
        }
        catch (Exception exception) when (exception is IOException || Compression.IsBroken(exception))
        {
            IsPlain = false; // who reads on from here meets it again, and says where
            return;
        }

        if (hasMark)
        {
            (start, hasMark) = (Encoding.UTF8.Preamble.Length, false);
        }

        IsPlain = IsUtf8();
        Mark();
    }

    private bool IsUtf8()
    {
        var to = end;
        if (!isAtEnd)
        {
            // A character of which the rest is not read yet.
            while (to > valid && end - to < 3 && (buffer[to - 1] & 0xC0) == 0x80)
            {
                to--;
            }

            to -= to > valid && buffer[to - 1] >= 0xC0 ? 1 : 0;
        }

        var fits = Utf8.IsValid(buffer.AsSpan(valid, to - valid));
        valid = to;
        return fits;
    }

    /// <summary>Notes the places of all characters that mean something.</summary>
    private void Mark()
    {
        (mark, markCount) = (0, 0);
        ref var first = ref MemoryMarshal.GetArrayDataReference(buffer);
        var (delimiters, quotes, feeds, returns) = (Vector256.Create(delimiter), Vector256.Create(quote), Vector256.Create(LineFeed), Vector256.Create(CarriageReturn));
        var at = start;
        for (; at + Vector256<byte>.Count <= end; at += Vector256<byte>.Count)
        {
            var bytes = Vector256.LoadUnsafe(ref first, (nuint)at);
            var bits = (Vector256.Equals(bytes, delimiters) | Vector256.Equals(bytes, quotes) | Vector256.Equals(bytes, feeds) | Vector256.Equals(bytes, returns)).ExtractMostSignificantBits();
            for (; bits != 0; bits &= bits - 1)
            {
                marks[markCount++] = at + BitOperations.TrailingZeroCount(bits);
            }
        }

        for (; at < end; at++)
        {
            if (buffer[at] == delimiter || buffer[at] == quote || buffer[at] is LineFeed or CarriageReturn)
            {
                marks[markCount++] = at;
            }
        }
    }

    private ReadOnlySpan<byte> Unescaped(ReadOnlySpan<byte> value)
    {
        if (unescaped.Length < value.Length)
        {
            unescaped = new byte[value.Length * 2];
        }

        var count = 0;
        for (var i = 0; i < value.Length; i++)
        {
            unescaped[count++] = value[i];
            i += value[i] == quote ? 1 : 0;
        }

        return unescaped.AsSpan(0, count);
    }

    private enum Step
    {
        Row,
        Blank,
        Incomplete,
        Odd,
    }

    private enum Quotes : byte
    {
        None,
        Single,
        Doubled,
    }

    private readonly record struct Field(int Start, int End, Quotes Quotes);
}
