using System.Globalization;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;
using Syncline.Sync.Plans;
using Syncline.Workspace.Values;

namespace Syncline.Workspace.Exports;

/// <summary>
/// Changes as an Excel workbook: a sheet of changes and, when there are any, one of problems. Rows are written as they come. Texts are written as
/// texts, so that none becomes a formula, and without the control characters that a workbook can't hold; numbers too large for a cell are texts.
/// </summary>
internal static class PlanWorkbook
{
    /// <summary>Rows of a sheet less its head.</summary>
    public const long MostChanges = 1_048_575;

    private const int LongestText = 32_767;
    private const decimal ExactInDouble = 999_999_999_999_999m;

    private static readonly OpenXmlConfiguration Configuration = new() { AutoFilter = true, FastMode = false, EnableWriteNullValueCell = false };

    public static async Task WriteAsync(PlanFile plan, IAsyncEnumerable<PlannedChange> changes, string path, CancellationToken cancellationToken)
    {
        // The library takes rows one by one from a plain enumeration; the plan is read ahead of it on the same thread.
        var sheets = new Dictionary<string, object>(StringComparer.Ordinal) { ["Changes"] = Rows(plan.Columns, changes.ToBlockingEnumerable(cancellationToken)) };
        if (plan.Header.Counts.Problems > 0)
        {
            sheets["Problems"] = Problems(plan.ReadProblemsAsync(cancellationToken).ToBlockingEnumerable(cancellationToken));
        }

        await using var stream = new FileStream(path, FileMode.CreateNew);
        await stream.SaveAsAsync(sheets, printHeader: true, excelType: ExcelType.XLSX, configuration: Configuration, cancellationToken: cancellationToken);
    }

    private static IEnumerable<IDictionary<string, object?>> Rows(IReadOnlyList<PlanColumn> columns, IEnumerable<PlannedChange> changes)
    {
        foreach (var change in changes)
        {
            var row = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["action"] = change.Action.ToString().ToLowerInvariant(),
                ["id"] = Text(change.RowId),
                ["changed"] = Text(string.Join(", ", change.Changed)),
                ["source row"] = change.SourceRow,
            };
            Add("before", change.Before);
            Add("after", change.After);
            yield return row;

            void Add(string side, IReadOnlyList<object?>? values)
            {
                foreach (var (index, column) in columns.Index())
                {
                    row[$"{side}.{column.Name}"] = Cell(values?[index]);
                }
            }
        }
    }

    private static IEnumerable<IDictionary<string, object?>> Problems(IEnumerable<PlanProblem> problems) => problems.Select(problem => (IDictionary<string, object?>)new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["side"] = problem.Side,
        ["source row"] = problem.SourceRow,
        ["key"] = Text(problem.Key),
        ["column"] = Text(problem.Column),
        ["error"] = problem.ErrorId,
        ["message"] = Text(problem.Message),
        ["advice"] = Text(problem.Advice),
    });

    // A cell holds a 64-bit floating-point number: what would lose digits is written as text.
    private static object? Cell(object? value) => value switch
    {
        null or bool or int => value,
        long number when Math.Abs((decimal)number) <= ExactInDouble => number,
        decimal number when Math.Abs(number) <= ExactInDouble && (decimal)(double)number == number => number,
        double number when double.IsFinite(number) => number,
        DateTime moment when moment.Year >= 1900 && moment.Ticks % TimeSpan.TicksPerSecond == 0 && moment.Kind == DateTimeKind.Unspecified => moment,
        _ => Text(InvariantText.Of(value)),
    };

    private static string? Text(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var clean = string.Concat(text.Where(c => c is '\t' or '\n' or '\r' || (!char.IsControl(c) && c is not ('\uFFFE' or '\uFFFF'))));
        clean = clean.Length <= LongestText ? clean : string.Create(CultureInfo.InvariantCulture, $"{clean.AsSpan(0, LongestText - 1)}…");

        // The library takes a text that begins with this sign for a formula; the apostrophe is what people type for the same end.
        return clean.StartsWith('=') ? "'" + clean : clean;
    }
}
