namespace Syncline.Connectors.Files.Excel;

/// <summary>A rectangle of cells, rows and columns from 1.</summary>
/// <param name="Name">Name of the range; for a whole sheet that of the sheet.</param>
/// <param name="Sheet">Sheet that it is on.</param>
/// <param name="FirstRow">First row.</param>
/// <param name="LastRow">Last row.</param>
/// <param name="FirstColumn">First column.</param>
/// <param name="LastColumn">Last column.</param>
/// <param name="IsWholeSheet">Whether it is all of the sheet.</param>
internal sealed record ExcelRange(string Name, string Sheet, int FirstRow, int LastRow, int FirstColumn, int LastColumn, bool IsWholeSheet)
{
    /// <summary>Rows that a sheet can have.</summary>
    public const int MostRows = 1_048_576;

    /// <summary>Columns that a sheet can have.</summary>
    public const int MostColumns = 16_384;

    /// <summary>All of a sheet.</summary>
    public static ExcelRange Of(string sheet) => new(sheet, sheet, 1, MostRows, 1, MostColumns, IsWholeSheet: true);
}
