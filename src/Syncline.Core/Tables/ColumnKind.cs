namespace Syncline.Core.Tables;

/// <summary>
/// What a column's values mean. Each kind has exactly one Arrow form in a <see cref="Rows.RowBatch"/>, given here in brackets.
/// </summary>
public enum ColumnKind
{
    /// <summary>Text on one or many lines [Utf8].</summary>
    Text,

    /// <summary>Whole number of up to 64 bits [Int64].</summary>
    Integer,

    /// <summary>Exact decimal number [Decimal128(38, scale), see <see cref="ColumnType.ArrowScale"/>].</summary>
    Decimal,

    /// <summary>An amount of money, exact; its currency stands in another column [as <see cref="Decimal"/>].</summary>
    Money,

    /// <summary>Binary floating-point number [Double].</summary>
    Double,

    /// <summary>True or false [Boolean].</summary>
    Boolean,

    /// <summary>A moment in time, in UTC [Timestamp(microsecond, UTC)].</summary>
    DateTime,

    /// <summary>Date and time of day without a time zone [Timestamp(microsecond, no zone)].</summary>
    LocalDateTime,

    /// <summary>Calendar date [Date32].</summary>
    Date,

    /// <summary>Time of day [Time64(microsecond)].</summary>
    Time,

    /// <summary>Globally unique id [FixedSizeBinary(16), big-endian as RFC 9562 writes it].</summary>
    Guid,

    /// <summary>Reference to a row of another table by its key [as <see cref="Guid"/>]; see <see cref="ColumnType.LookupTargets"/>.</summary>
    Lookup,

    /// <summary>One value of a list of numbered labels [Int32]; see <see cref="ColumnType.Choices"/>.</summary>
    Choice,

    /// <summary>Several values of such a list [Utf8: the numbers ascending, joined by commas, e.g. <c>1,4</c>].</summary>
    Choices,

    /// <summary>Bytes [Binary].</summary>
    Binary,
}
