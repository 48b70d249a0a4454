using System.Globalization;
using System.Xml.Linq;
using Syncline.Connectors.Files.Tables;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Excel;

/// <summary>Values of cells as values of columns, and back. A cell holds a 64-bit floating-point number: what would lose digits is written as text.</summary>
internal static class ExcelCells
{
    /// <summary>Longest text of a cell.</summary>
    public const int LongestText = 32_767;

    private const decimal ExactInDouble = 999_999_999_999_999m;

    /// <summary>Kind of a cell's value as the library gives it; null for none.</summary>
    public static ColumnKind? KindOf(object? value) => value switch
    {
        null or "" => null,
        bool => ColumnKind.Boolean,
        int => ColumnKind.Integer,
        double number when number == Math.Floor(number) && Math.Abs(number) < 1e15 => ColumnKind.Integer,
        double number when Math.Abs(number) < 1e15 && CellText.FitsScale((decimal)number, ColumnType.DefaultScale) && (double)(decimal)number == number => ColumnKind.Decimal,
        double => ColumnKind.Double,
        DateTime moment when moment.TimeOfDay == TimeSpan.Zero => ColumnKind.Date,
        DateTime => ColumnKind.LocalDateTime,
        TimeSpan => ColumnKind.Time,
        _ => ColumnKind.Text,
    };

    /// <summary>The kind that fits values of two kinds.</summary>
    public static ColumnKind Together(ColumnKind one, ColumnKind other) => one == other ? one
        : IsNumber(one) && IsNumber(other) ? (ColumnKind)Math.Max((int)one, (int)other)
        : one is ColumnKind.Date or ColumnKind.LocalDateTime && other is ColumnKind.Date or ColumnKind.LocalDateTime ? ColumnKind.LocalDateTime
        : ColumnKind.Text;

    /// <summary>Adds a cell's value. False, and nothing added, when it is not of the column's type.</summary>
    public static bool TryAppend(ColumnBuilder column, object? value)
    {
        var type = column.Column.Type;
        switch (value)
        {
            case null or "":
                column.AppendNull();
                return true;
            case DateTime moment when type.Kind == ColumnKind.Date && moment.TimeOfDay == TimeSpan.Zero:
                column.Append(DateOnly.FromDateTime(moment));
                return true;
            case DateTime moment when type.Kind == ColumnKind.LocalDateTime:
                column.Append(DateTime.SpecifyKind(moment, DateTimeKind.Unspecified));
                return true;
            case DateTime moment when type.Kind == ColumnKind.Time:
                column.Append(TimeOnly.FromDateTime(moment));
                return true;
            case TimeSpan time when type.Kind == ColumnKind.Time && time >= TimeSpan.Zero && time < TimeSpan.FromDays(1):
                column.Append(TimeOnly.FromTimeSpan(time));
                return true;
            case double number when type.Kind == ColumnKind.Double:
                column.Append(number);
                return true;
            case string text when type.Kind == ColumnKind.Text:
                column.Append(text);
                return true;
        }

        var shown = Shown(value);
        if (type.Kind == ColumnKind.Text)
        {
            column.Append(shown);
            return true;
        }

        return CellText.TryAppend(column, shown);
    }

    /// <summary>The cell that holds a value; an empty cell for none.</summary>
    /// <param name="address">Address such as B7.</param>
    /// <param name="style">Style of the cell that was there; null for none.</param>
    /// <param name="kind">Kind of the column.</param>
    /// <param name="value">The value.</param>
    /// <param name="styles">Styles of dates.</param>
    public static XElement Cell(string address, string? style, ColumnKind kind, object? value, ExcelStyles styles)
    {
        var cell = new XElement(ExcelPackage.Main + "c", new XAttribute("r", address), style is null ? null : new XAttribute("s", style));
        switch (value)
        {
            case null:
                return cell;
            case bool flag:
                cell.SetAttributeValue("t", "b");
                cell.Add(new XElement(ExcelPackage.Main + "v", flag ? "1" : "0"));
                return cell;
            case int or long or decimal or double when NumberOf(value) is { } number:
                cell.Add(new XElement(ExcelPackage.Main + "v", number.ToString("R", CultureInfo.InvariantCulture)));
                return cell;
            case DateOnly date when styles.Date is not null && date.Year > styles.LastYearBefore:
                cell.SetAttributeValue("s", styles.Date);
                cell.Add(new XElement(ExcelPackage.Main + "v", styles.NumberOf(date.ToDateTime(TimeOnly.MinValue)).ToString("R", CultureInfo.InvariantCulture)));
                return cell;
            case DateTime moment when kind == ColumnKind.LocalDateTime && styles.DateTime is not null && moment.Year > styles.LastYearBefore && moment.Ticks % TimeSpan.TicksPerSecond == 0:
                cell.SetAttributeValue("s", styles.DateTime);
                cell.Add(new XElement(ExcelPackage.Main + "v", styles.NumberOf(moment).ToString("R", CultureInfo.InvariantCulture)));
                return cell;
            default:
                cell.SetAttributeValue("t", "inlineStr");
                cell.Add(new XElement(ExcelPackage.Main + "is", new XElement(ExcelPackage.Main + "t", new XAttribute(XNamespace.Xml + "space", "preserve"), CellText.Of(kind, value))));
                return cell;
        }
    }

    /// <summary>Address of a cell, row and column from 1.</summary>
    public static string Address(int row, int column) => string.Create(CultureInfo.InvariantCulture, $"{LettersOf(column)}{row}");

    /// <summary>Number of a column by its letters.</summary>
    public static int ColumnOf(string letters) => letters.TakeWhile(char.IsAsciiLetterUpper).Aggregate(0, (number, letter) => (number * 26) + letter - 'A' + 1);

    private static string LettersOf(int column) => column <= 26 ? ((char)('A' + column - 1)).ToString() : LettersOf((column - 1) / 26) + LettersOf(((column - 1) % 26) + 1);

    private static bool IsNumber(ColumnKind kind) => kind is ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Double;

    private static double? NumberOf(object value) => value switch
    {
        double number when double.IsFinite(number) => number,
        double => null,
        _ => Convert.ToDecimal(value, CultureInfo.InvariantCulture) is var exact && Math.Abs(exact) <= ExactInDouble && IsExact(exact) ? (double)exact : null,
    };

    private static bool IsExact(decimal number) => (decimal)(double)number == number;

    private static string Shown(object value) => value switch
    {
        string text => text,
        DateTime moment => CellText.Of(ColumnKind.LocalDateTime, moment.TimeOfDay == TimeSpan.Zero ? DateOnly.FromDateTime(moment) : moment),
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        double number when Math.Abs(number) < 1e15 && (double)(decimal)number == number => ((decimal)number).ToString(CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
