using System.Buffers;
using System.Text;
using Syncline.Connectors.Files.Tables;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Csv;

/// <summary>Writes the rows of a CSV file in the ways that the options demand, or else as the file was. Ends the content when disposed.</summary>
internal sealed class CsvOutput : IAsyncDisposable
{
    private readonly CsvOptions options;
    private readonly Stream content;
    private readonly bool ownsContent;
    private readonly StreamWriter writer;
    private readonly char delimiter;
    private readonly string lineEnd;
    private readonly SearchValues<char> special;
    private readonly string quote;

    /// <summary>Begins a file.</summary>
    /// <param name="file">The file that is made; its ending tells the compression.</param>
    /// <param name="options">Options.</param>
    /// <param name="sample">What the file was like; null for a new one.</param>
    /// <param name="destination">Takes the bytes, and stays open.</param>
    public CsvOutput(DataFile file, CsvOptions options, CsvSample? sample, FileStream destination)
    {
        this.options = options;
        content = Compression.Writing(file.FullPath, destination);
        ownsContent = content != destination;
        delimiter = sample?.Delimiter ?? options.Delimiter ?? (Path.GetExtension(Compression.WithoutEnding(file.FullPath)).Equals(".tsv", StringComparison.OrdinalIgnoreCase) ? '\t' : ',');
        lineEnd = options.LineEnd ?? sample?.LineEnd ?? "\r\n";
        quote = options.Quote.ToString();
        // Without a header the next reader finds the delimiter by the values: none may look like another one.
        special = SearchValues.Create(options.HasHeader ? [delimiter, options.Quote, '\r', '\n'] : [delimiter, options.Quote, '\r', '\n', ',', ';', '\t', '|']);
        writer = new StreamWriter(content, WithMark(sample?.Encoding ?? options.Encoding, options.Mark ?? sample?.HasMark ?? false), bufferSize: 64 * 1024, leaveOpen: true);
    }

    /// <summary>Writes a row as it stood in the file, with another line end when the options demand one.</summary>
    public void AsItStands(ReadOnlySpan<char> raw)
    {
        var row = raw.TrimEnd("\r\n");
        writer.Write(options.LineEnd is null && row.Length < raw.Length ? raw : row);
        if (options.LineEnd is not null || row.Length == raw.Length)
        {
            writer.Write(lineEnd);
        }
    }

    /// <summary>Writes a row of values; a <see cref="StringBuilder"/> holds text that stood in the file already.</summary>
    public void Row(IReadOnlyList<object?> values, IReadOnlyList<ColumnSchema> columns)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0)
            {
                writer.Write(delimiter);
            }

            switch (values[i])
            {
                // A row that is only an empty value would be a blank line, which is no row.
                case null when values.Count == 1:
                    Text("", isAlone: true);
                    break;
                case null:
                    break;
                case StringBuilder kept:
                    Text(kept.ToString(), isAlone: false);
                    break;
                case string text when options.NeutralizesFormulas && Formulas.IsOne(text):
                    Text("'" + text, isAlone: false);
                    break;
                case var value:
                    Text(CellText.Of(columns[i].Type.Kind, value), isAlone: false);
                    break;
            }
        }

        writer.Write(lineEnd);
    }

    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        if (ownsContent)
        {
            await content.DisposeAsync();
        }
    }

    private void Text(string text, bool isAlone)
    {
        if (options.Quote == CsvOptions.NoQuote || (text.Length > 0 && !isAlone && text.AsSpan().IndexOfAny(special) < 0))
        {
            writer.Write(text);
            return;
        }

        writer.Write(options.Quote);
        writer.Write(text.Replace(quote, quote + quote, StringComparison.Ordinal));
        writer.Write(options.Quote);
    }

    private static Encoding WithMark(Encoding? encoding, bool mark) => encoding switch
    {
        null or UTF8Encoding => new UTF8Encoding(mark, throwOnInvalidBytes: true),
        UnicodeEncoding utf16 => new UnicodeEncoding(utf16.CodePage == 1201, mark, throwOnInvalidBytes: true),
        UTF32Encoding utf32 => new UTF32Encoding(utf32.CodePage == 12001, mark, throwOnInvalidCharacters: true),
        _ => encoding,
    };
}
