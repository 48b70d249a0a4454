using System.Text;
using Syncline.Connectors.Files.Tables;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Files.Csv;

/// <summary>What the first bytes of a file tell: its encoding and its delimiter.</summary>
/// <param name="Encoding">Encoding that throws on bytes that do not fit; it skips its own byte order mark.</param>
/// <param name="Delimiter">Delimiter as set, or as found.</param>
/// <param name="HasMark">Whether it begins with a byte order mark.</param>
/// <param name="LineEnd">How its first line ends; null when it has no line end.</param>
internal sealed record CsvSample(Encoding Encoding, char Delimiter, bool HasMark, string? LineEnd)
{
    private const int Size = 64 * 1024;
    private const int Records = 50;

    // In order of preference where the sample says nothing.
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    /// <summary>Reads the beginning of the file.</summary>
    /// <exception cref="SchemaException">The file is empty.</exception>
    /// <exception cref="ReadException">The file is no text in the encoding that applies.</exception>
    public static async ValueTask<CsvSample> TakeAsync(DataFile file, CsvOptions options, CancellationToken cancellationToken)
    {
        var bytes = new byte[Size];
        int length;
        try
        {
            await using var stream = FileStreams.Open(file);
            length = await stream.ReadAtLeastAsync(bytes, Size, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception exception) when (Compression.IsBroken(exception))
        {
            throw new ReadException(FileErrors.BrokenCompression(file.Shown), exception);
        }

        var sample = bytes.AsMemory(0, length);
        var marked = EncodingOfMark(sample.Span);
        if (marked is null && options.Encoding is null && sample.Span.Contains((byte)0))
        {
            throw new ReadException(CsvErrors.Utf16WithoutMark(file.Shown));
        }

        var encoding = marked ?? options.Encoding ?? Utf8;
        var text = Decode(encoding, sample.Span);
        return new CsvSample(encoding, options.Delimiter ?? DelimiterOf(text, options.Quote), marked is not null, LineEndOf(text, options.Quote));
    }

    /// <summary>The delimiter that cuts the first records most evenly into more than one value; of equals, that which makes most values.</summary>
    internal static char DelimiterOf(ReadOnlySpan<char> text, char quote)
    {
        var best = (Delimiter: Delimiters[0], Even: 0, Values: 1);
        foreach (var delimiter in Delimiters)
        {
            var counts = ValueCounts(text, delimiter, quote);
            if (counts.Count == 0 || counts[0] < 2)
            {
                continue;
            }

            // In thousandths: the share of records with as many values as the first.
            var even = counts.Count(count => count == counts[0]) * 1000 / counts.Count;
            if (even > best.Even || (even == best.Even && counts[0] > best.Values))
            {
                best = (delimiter, even, counts[0]);
            }
        }

        return best.Delimiter;
    }

    /// <summary>What the file was found to be, in words.</summary>
    public override string ToString()
    {
        var delimiter = Delimiter switch { ',' => "comma", ';' => "semicolon", '\t' => "tab", '|' => "pipe", ' ' => "space", var other => other.ToString() };
        var lineEnd = LineEnd switch { "\r\n" => ", CR LF", "\n" => ", LF", "\r" => ", CR", _ => "" };
        return $"{delimiter}, {Encoding.WebName}{(HasMark ? " with byte order mark" : "")}{lineEnd}";
    }

    private static string? LineEndOf(ReadOnlySpan<char> text, char quote)
    {
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            quoted ^= text[i] == quote;
            if (!quoted && (text[i] is '\r' or '\n'))
            {
                return text[i] == '\n' ? "\n" : i + 1 < text.Length && text[i + 1] == '\n' ? "\r\n" : "\r";
            }
        }

        return null;
    }

    /// <summary>Number of values of each record that is wholly in the text.</summary>
    private static List<int> ValueCounts(ReadOnlySpan<char> text, char delimiter, char quote)
    {
        var counts = new List<int>(Records);
        var (values, length, quoted) = (1, 0, false);
        foreach (var character in text)
        {
            if (character == quote)
            {
                quoted = !quoted;
                length++;
            }
            else if (quoted)
            {
                length++;
            }
            else if (character is '\r' or '\n')
            {
                if (length > 0)
                {
                    counts.Add(values);
                }

                (values, length) = (1, 0);
                if (counts.Count == Records)
                {
                    return counts;
                }
            }
            else
            {
                length++;
                values += character == delimiter ? 1 : 0;
            }
        }

        // A sample that ends within its first record still tells something.
        if (counts.Count == 0 && length > 0)
        {
            counts.Add(values);
        }

        return counts;
    }

    private static Encoding? EncodingOfMark(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith<byte>([0xEF, 0xBB, 0xBF]) ? Utf8
        : bytes.StartsWith<byte>([0xFF, 0xFE, 0, 0]) ? new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true)
        : bytes.StartsWith<byte>([0xFF, 0xFE]) ? new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true)
        : bytes.StartsWith<byte>([0xFE, 0xFF]) ? new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true)
        : null;

    private static string Decode(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        var lenient = (Encoding)encoding.Clone();
        lenient.DecoderFallback = DecoderFallback.ReplacementFallback;
        return lenient.GetString(bytes);
    }
}
