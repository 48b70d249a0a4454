using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace Syncline.Cli.Terminal;

/// <summary>
/// The one way a command speaks: a result on stdout, as text or as one JSON document, and messages on stderr. Colour only on a terminal
/// and never with <c>NO_COLOR</c>.
/// </summary>
internal sealed class Output
{
    private static readonly JsonSerializerOptions Indented = Options(indented: true);
    private static readonly JsonSerializerOptions OneLine = Options(indented: false);

    private readonly TerminalStreams streams;
    private bool answered;

    public Output(TerminalStreams streams, bool json, bool quiet)
    {
        this.streams = streams;
        IsJson = json;
        IsQuiet = quiet;
        var colour = string.IsNullOrEmpty(streams.Environment("NO_COLOR"));
        Text = Console(streams.Out, streams.OutIsTerminal, colour);
        Messages = Console(streams.Error, streams.ErrorIsTerminal, colour);
    }

    /// <summary>Whether the caller asked for JSON.</summary>
    public bool IsJson { get; }

    /// <summary>Whether messages are left out.</summary>
    public bool IsQuiet { get; }

    /// <summary>Whether progress may be drawn.</summary>
    public bool ShowsProgress => streams.ErrorIsTerminal && !IsQuiet;

    /// <summary>stdout for people. Not to be written to in JSON mode.</summary>
    public IAnsiConsole Text { get; }

    /// <summary>stderr.</summary>
    public IAnsiConsole Messages { get; }

    /// <summary>Gives the result: the JSON document in JSON mode, else the text.</summary>
    public void Result<T>(T json, Action<IAnsiConsole> text)
    {
        if (IsJson)
        {
            answered = true;
            streams.Out.WriteLine(JsonSerializer.Serialize(json, Indented));
            streams.Out.Flush();
        }
        else
        {
            text(Text);
        }
    }

    /// <summary>One JSON document on one line, flushed at once; for commands that speak before they end.</summary>
    public void JsonLine<T>(T json)
    {
        answered = true;
        streams.Out.WriteLine(JsonSerializer.Serialize(json, OneLine));
        streams.Out.Flush();
    }

    /// <summary>A value as JSON on one line, for documents that are written piece by piece.</summary>
    public static string OneLineJson<T>(T value) => JsonSerializer.Serialize(value, OneLine);

    /// <summary>A message to the person, in Spectre markup; nothing with <c>--quiet</c>.</summary>
    public void Say(string markup)
    {
        if (!IsQuiet)
        {
            Messages.MarkupLine(markup);
        }
    }

    /// <summary>An error: always said, and in JSON mode also the document when none was given yet.</summary>
    public void Fail(ErrorReport report)
    {
        report.Print(Messages);
        if (IsJson && !answered)
        {
            answered = true;
            streams.Out.WriteLine(JsonSerializer.Serialize(new { error = report.ToJson() }, Indented));
        }
    }

    private static IAnsiConsole Console(TextWriter writer, bool isTerminal, bool colour)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal && colour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });

        // Written to a file or a pipe, a table is as wide as it needs to be; nothing is cut.
        if (!isTerminal)
        {
            console.Profile.Width = 100_000;
        }

        return console;
    }

    private static JsonSerializerOptions Options(bool indented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };
}
