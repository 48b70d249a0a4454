using Spectre.Console;
using Syncline.Core.Errors;

namespace Syncline.Cli.Terminal;

/// <summary>An error as a person should read it in a terminal: what, where, what to do; then the server's own words.</summary>
internal sealed record ErrorReport(ErrorDetail Error)
{
    private const int MostOthers = 20;

    /// <summary>Exit code that goes with the error.</summary>
    public ExitCode ExitCode => Error.Phase switch
    {
        ErrorPhase.SignIn => ExitCode.SignInNeeded,
        ErrorPhase.Guard => ExitCode.StoppedByGuard,
        _ when Error.Recovery == Recovery.SignInAgain => ExitCode.SignInNeeded,
        _ => ExitCode.Failure,
    };

    /// <summary>Prints to stderr.</summary>
    public void Print(IAnsiConsole console)
    {
        PrintOne(console, Error);
        foreach (var other in Error.Others.Take(MostOthers))
        {
            PrintOne(console, other);
        }

        if (Error.Others.Count > MostOthers)
        {
            console.WriteLine($"  and {Error.Others.Count - MostOthers} more.");
        }
    }

    /// <summary>The same as JSON.</summary>
    public object ToJson() => Shape(Error);

    private static object Shape(ErrorDetail error) => new
    {
        id = error.Id,
        phase = error.Phase,
        message = error.Message,
        advice = error.Advice,
        serverCode = error.ServerCode,
        serverText = error.ServerText,
        requestId = error.RequestId,
        option = error.Option,
        column = error.Column,
        file = error.Location?.File,
        line = error.Location is { Line: > 0 } at ? at.Line : (long?)null,
        position = error.Location is { Column: > 0 } place ? place.Column : (int?)null,
        others = error.Others.Count == 0 ? null : error.Others.Select(Shape),
    };

    private static void PrintOne(IAnsiConsole console, ErrorDetail error)
    {
        // A message that names the file itself need not have it twice.
        var place = error.Location is { } location && !error.Message.Contains(location.File, StringComparison.Ordinal)
            ? $"{Markup.Escape(location.ToString())}: "
            : string.Empty;
        console.MarkupLine($"[red]![/] {place}{Markup.Escape(error.Message)} [grey]({error.Id})[/]");
        if (error.Advice is { } advice)
        {
            foreach (var line in advice.Split('\n'))
            {
                console.MarkupLine($"  {Markup.Escape(line.TrimEnd())}");
            }
        }

        if (error.ServerText is { } words && !error.Message.Contains(words, StringComparison.Ordinal))
        {
            var code = error.ServerCode is { } serverCode && !words.StartsWith(serverCode, StringComparison.Ordinal) ? serverCode + " " : string.Empty;
            var whose = error.Phase is ErrorPhase.Configuration or ErrorPhase.Mapping ? "Details" : "The server's words";
            console.MarkupLine($"  [grey]{whose}: {Markup.Escape(code + words.ReplaceLineEndings(" "))}[/]");
        }

        if (error.RequestId is { } request)
        {
            console.MarkupLine($"  [grey]Request id for support: {Markup.Escape(request)}[/]");
        }
    }
}
