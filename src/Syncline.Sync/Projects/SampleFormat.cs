using System.Globalization;
using System.Text.RegularExpressions;
using Syncline.Core.Tables;

namespace Syncline.Sync.Projects;

/// <summary>What a sample of texts says about how they are written.</summary>
internal static partial class SampleFormat
{
    private static readonly string[] Dates = ["dd.MM.yyyy", "d.M.yyyy", "dd/MM/yyyy", "MM/dd/yyyy", "d/M/yyyy", "M/d/yyyy", "dd-MM-yyyy", "yyyyMMdd", "yyyy/MM/dd", "dd.MM.yy"];
    private static readonly string[] Times = ["", " HH:mm", " HH:mm:ss"];

    /// <summary>Formats that all texts fit when the plain one does not; empty when the plain one does, or when there is nothing to look at.</summary>
    public static IReadOnlyList<string> Of(ColumnKind kind, IReadOnlyList<string> texts) => texts.Count == 0 ? [] : kind switch
    {
        ColumnKind.Date or ColumnKind.DateTime or ColumnKind.LocalDateTime when !texts.All(text => IsoDate().IsMatch(text)) =>
            [.. Distinct(Dates.SelectMany(date => Times.Select(time => date + time)).Where(format => texts.All(text => DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))))],
        ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Money or ColumnKind.Double when !texts.All(text => PlainNumber().IsMatch(text)) =>
            [.. Numbers().Where(number => texts.All(number.Fits.IsMatch)).Select(number => number.Sample)],
        _ => [],
    };

    /// <summary>A text that the kind can't hold in any format; null when all fit or nothing is known.</summary>
    public static string? Misfit(ColumnKind kind, IReadOnlyList<string> texts) => kind switch
    {
        ColumnKind.Date or ColumnKind.DateTime or ColumnKind.LocalDateTime => texts.FirstOrDefault(text => !text.Any(char.IsAsciiDigit)),
        ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Money or ColumnKind.Double => texts.FirstOrDefault(text => !text.Any(char.IsAsciiDigit) || text.Any(char.IsLetter)),
        ColumnKind.Guid => texts.FirstOrDefault(text => !Guid.TryParse(text, out _)),
        ColumnKind.Boolean => texts.FirstOrDefault(text => text.ToLowerInvariant() is not ("true" or "false" or "1" or "0" or "yes" or "no")),
        _ => null,
    };

    // dd.MM.yyyy takes all that d.M.yyyy does not need; the shorter form is left when the longer one fits.
    private static IEnumerable<string> Distinct(IEnumerable<string> formats)
    {
        var all = formats.ToList();
        return all.Where(format => !format.StartsWith('d') || format.StartsWith("dd", StringComparison.Ordinal) || !all.Contains(format.Replace("d", "dd", StringComparison.Ordinal).Replace("M", "MM", StringComparison.Ordinal)))
            .Where(format => !format.StartsWith('M') || format.StartsWith("MM", StringComparison.Ordinal) || !all.Contains(format.Replace("M", "MM", StringComparison.Ordinal).Replace("d", "dd", StringComparison.Ordinal)));
    }

    private static IEnumerable<(string Sample, Regex Fits)> Numbers() => [("1.234,56", GermanNumber()), ("1,234.56", EnglishNumber()), ("1'234.56", SwissNumber()), ("1 234,56", FrenchNumber())];

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IsoDate();

    [GeneratedRegex(@"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PlainNumber();

    [GeneratedRegex(@"^[+-]?([0-9]+|[0-9]{1,3}(\.[0-9]{3})+)(,[0-9]*)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GermanNumber();

    [GeneratedRegex(@"^[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]*)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EnglishNumber();

    [GeneratedRegex(@"^[+-]?([0-9]+|[0-9]{1,3}('[0-9]{3})+)(\.[0-9]*)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SwissNumber();

    [GeneratedRegex(@"^[+-]?([0-9]+|[0-9]{1,3}( [0-9]{3})+)(,[0-9]*)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FrenchNumber();
}
