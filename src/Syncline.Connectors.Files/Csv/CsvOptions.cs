using System.Text;
using Syncline.Connectors.Files.Tables;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Files.Csv;

/// <summary>Options of a CSV connection, checked.</summary>
internal sealed record CsvOptions
{
    /// <summary>Stands for "no quote character": a control character that text does not hold.</summary>
    public const char NoQuote = '\u0002';

    /// <summary>What is looked for.</summary>
    public static FileKind Kind { get; } = new("CSV file", [".csv", ".tsv"]);

    private static readonly ConnectorOption PathOption = FileLocation.PathOption(
        "A CSV file, a folder whose .csv and .tsv files are the tables, or a pattern such as exports/*.csv. Files that end in .gz or .zst as well are (de)compressed.", "exports");

    private static readonly ConnectorOption DelimiterOption = new()
    {
        Name = "delimiter",
        Label = "Delimiter",
        Help = "What separates values: one character, or a word: comma, semicolon, tab, pipe, space. Found by sampling when not given.",
        Example = "semicolon",
    };

    private static readonly ConnectorOption QuoteOption = new()
    {
        Name = "quote",
        Label = "Quote",
        Help = "What encloses values that hold a delimiter or line break: one character (doubled within a value), or none.",
        Default = "\"",
    };

    private static readonly ConnectorOption EncodingOption = new()
    {
        Name = "encoding",
        Label = "Encoding",
        Help = "Character encoding, e.g. windows-1252 for older Excel exports. When not given: UTF-8, or what a byte order mark says.",
        Example = "windows-1252",
    };

    private static readonly ConnectorOption HeaderOption = new()
    {
        Name = "header",
        Label = "Header",
        Help = "Whether the first line names the columns. Without it they are column1, column2, and so on.",
        Default = "true",
        Choices = [new OptionChoice("true", "Yes"), new OptionChoice("false", "No")],
    };

    private static readonly ConnectorOption TypesOption = new()
    {
        Name = "types",
        Label = "Types",
        Help = "Whether values are taken as the text that stands in the file, or the whole file is read first to see which columns hold only numbers, dates, ids or true and false.",
        Default = "text",
        Choices = [new OptionChoice("text", "Text"), new OptionChoice("inferred", "Found in the file")],
        IsAdvanced = true,
    };

    private static readonly ConnectorOption LineEndOption = new()
    {
        Name = "line-end",
        Label = "Line end",
        Help = "How written lines end. When not given: as the file's first line does, and CR LF in a new file (RFC 4180).",
        Choices = [new OptionChoice("crlf", "CR LF"), new OptionChoice("lf", "LF")],
        IsAdvanced = true,
    };

    private static readonly ConnectorOption MarkOption = new()
    {
        Name = "byte-order-mark",
        Label = "Byte order mark",
        Help = "Whether a written file begins with a byte order mark, by which Excel knows UTF-8. When not given: as the file has it, and none in a new file.",
        Choices = [new OptionChoice("true", "Yes"), new OptionChoice("false", "No")],
        IsAdvanced = true,
    };

    private static readonly ConnectorOption FormulasOption = new()
    {
        Name = "neutralize-formulas",
        Label = "Neutralize formulas",
        Help = "For files that are opened in Excel: writes an apostrophe before texts that a spreadsheet would take for a formula (CWE-1236), and takes it away again when reading.",
        Default = "false",
        Choices = [new OptionChoice("false", "No"), new OptionChoice("true", "Yes")],
        IsAdvanced = true,
    };

    /// <summary>The declarations, in the order of the form.</summary>
    public static IReadOnlyList<ConnectorOption> Declarations { get; } =
    [
        PathOption, DelimiterOption, QuoteOption, EncodingOption, HeaderOption, FileLocation.KeyOption, FileLocation.OneTableOption, FileLocation.ColumnsOption,
        TypesOption, LineEndOption, MarkOption, FormulasOption,
    ];

    /// <summary>Which files.</summary>
    public required FileLocation Location { get; init; }

    /// <summary>Delimiter; null to find it.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Quote character, or <see cref="NoQuote"/>.</summary>
    public char Quote { get; init; } = '"';

    /// <summary>Encoding that a byte order mark does not override with another; null for UTF-8. Bytes that do not fit it throw.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>Whether the first line names the columns.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>Whether types are found in the file.</summary>
    public bool InfersTypes { get; init; }

    /// <summary>Line end to write; null for the file's own.</summary>
    public string? LineEnd { get; init; }

    /// <summary>Whether to write a byte order mark; null for as the file has it.</summary>
    public bool? Mark { get; init; }

    /// <summary>Whether formulas are neutralized.</summary>
    public bool NeutralizesFormulas { get; init; }

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="ConfigurationException">An option is missing or wrong.</exception>
    public static CsvOptions From(ConnectionSettings settings, string baseFolder) => new()
    {
        Location = FileLocation.From(settings, baseFolder, Kind, PathOption),
        Delimiter = ReadDelimiter(settings),
        Quote = ReadQuote(settings),
        Encoding = ReadEncoding(settings),
        HasHeader = ReadTruth(settings, HeaderOption)!.Value,
        InfersTypes = settings.Get(TypesOption) switch
        {
            "text" => false,
            "inferred" => true,
            var other => throw new ConfigurationException(FileErrors.OptionValue(TypesOption.Name, other!, "Use text or inferred.")),
        },
        LineEnd = settings.Get(LineEndOption) switch
        {
            null => null,
            "crlf" => "\r\n",
            "lf" => "\n",
            var other => throw new ConfigurationException(FileErrors.OptionValue(LineEndOption.Name, other, "Use crlf or lf.")),
        },
        Mark = ReadTruth(settings, MarkOption),
        NeutralizesFormulas = ReadTruth(settings, FormulasOption)!.Value,
    };

    private static bool? ReadTruth(ConnectionSettings settings, ConnectorOption option) => settings.Get(option) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var other => throw new ConfigurationException(FileErrors.OptionValue(option.Name, other, "Use true or false.")),
    };

    private static char? ReadDelimiter(ConnectionSettings settings)
    {
        // Not through Get: it trims, and a tab or a blank is a delimiter.
        var given = settings.Options.GetValueOrDefault(DelimiterOption.Name);
        return given switch
        {
            null or "" => null,
            "comma" => ',',
            "semicolon" => ';',
            "tab" or "\\t" => '\t',
            "pipe" => '|',
            "space" => ' ',
            [var one] when one is '\t' or >= ' ' and < '\u007F' and not '"' => one,
            _ => throw new ConfigurationException(FileErrors.OptionValue(
                DelimiterOption.Name, given, "Give one ASCII character, or comma, semicolon, tab, pipe or space.")),
        };
    }

    private static char ReadQuote(ConnectionSettings settings) => settings.Get(QuoteOption) switch
    {
        "none" => NoQuote,
        [var one] when one is > ' ' and < '\u007F' => one,
        var other => throw new ConfigurationException(FileErrors.OptionValue(QuoteOption.Name, other!, "Give one ASCII character, or none.")),
    };

    private static Encoding? ReadEncoding(ConnectionSettings settings)
    {
        if (settings.Get(EncodingOption) is not { } name)
        {
            return null;
        }

        try
        {
            // Code pages beyond Unicode and Latin-1 come with a provider of their own.
            return CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
                ?? Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (ArgumentException exception)
        {
            throw new ConfigurationException(
                FileErrors.OptionValue(
                    EncodingOption.Name, name, "Use for example utf-8, windows-1252, windows-1250, iso-8859-15, shift_jis or utf-16."),
                exception);
        }
    }
}
