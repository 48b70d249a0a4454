namespace Syncline.Connectors.Dataverse.Reading.Ranges;

/// <summary>
/// Rows by when they were made, which never changes in a row's life. Ranges that begin where others end hold each row of a table exactly once,
/// whatever happens to the rows meanwhile.
/// </summary>
/// <param name="From">First moment of the range, UTC; null for all before, with the rows that have none.</param>
/// <param name="Before">First moment behind it, UTC; null for all after.</param>
internal readonly record struct CreatedRange(DateTime? From, DateTime? Before)
{
    /// <summary>Logical name of the column that ranges are made of.</summary>
    public const string ColumnName = "createdon";
}
