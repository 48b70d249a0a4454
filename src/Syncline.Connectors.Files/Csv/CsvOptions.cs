using System.Text;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Files.Csv;

/// <summary>Options of a CSV connection, checked.</summary>
internal sealed record CsvOptions
{
    /// <summary>Stands for "no quote character": a control character that text does not hold.</summary>
    public const char NoQuote = '\u0002';

    private static readonly ConnectorOption PathOption = new()
    {
        Name = "path",
        Label = "Path",
        Help = "A CSV file, a folder whose .csv and .tsv files are the tables, or a pattern such as exports/*.csv.",
        IsRequired = true,
        IsPath = true,
        Example = "exports",
    };

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

    /// <summary>The declarations, in the order of the form.</summary>
    public static IReadOnlyList<ConnectorOption> Declarations { get; } = [PathOption, DelimiterOption, QuoteOption, EncodingOption, HeaderOption];

    /// <summary>File, folder or pattern, as the user gave it.</summary>
    public required string Path { get; init; }

    /// <summary>Folder that <see cref="Path"/> is relative to.</summary>
    public required string BaseFolder { get; init; }

    /// <summary>Delimiter; null to find it.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Quote character, or <see cref="NoQuote"/>.</summary>
    public char Quote { get; init; } = '"';

    /// <summary>Encoding that a byte order mark does not override with another; null for UTF-8. Bytes that do not fit it throw.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>Whether the first line names the columns.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="ConfigurationException">An option is missing or wrong.</exception>
    public static CsvOptions From(ConnectionSettings settings, string baseFolder) => new()
    {
        Path = settings.Get(PathOption) ?? throw new ConfigurationException(CsvErrors.PathMissing()),
        BaseFolder = baseFolder,
        Delimiter = ReadDelimiter(settings),
        Quote = ReadQuote(settings),
        Encoding = ReadEncoding(settings),
        HasHeader = settings.Get(HeaderOption) switch
        {
            "true" => true,
            "false" => false,
            var other => throw new ConfigurationException(CsvErrors.OptionValue(HeaderOption.Name, other!, "Use true or false.")),
        },
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
            _ => throw new ConfigurationException(CsvErrors.OptionValue(
                DelimiterOption.Name, given, "Give one ASCII character, or comma, semicolon, tab, pipe or space.")),
        };
    }

    private static char ReadQuote(ConnectionSettings settings) => settings.Get(QuoteOption) switch
    {
        "none" => NoQuote,
        [var one] when one is > ' ' and < '\u007F' => one,
        var other => throw new ConfigurationException(CsvErrors.OptionValue(QuoteOption.Name, other!, "Give one ASCII character, or none.")),
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
                CsvErrors.OptionValue(
                    EncodingOption.Name, name, "Use for example utf-8, windows-1252, windows-1250, iso-8859-15, shift_jis or utf-16."),
                exception);
        }
    }
}
