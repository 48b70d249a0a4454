namespace Syncline.Core.Tables;

/// <summary>One column of a table, as the system describes it.</summary>
public sealed record ColumnSchema
{
    /// <summary>Name in rows and project files; a Dataverse logical name, a CSV header, an SQL column name.</summary>
    public required string Name { get; init; }

    /// <summary>Name that people know it by; null when the system has none.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Kind and limits.</summary>
    public required ColumnType Type { get; init; }

    /// <summary>Whether reads can ask for it.</summary>
    public bool CanRead { get; init; } = true;

    /// <summary>Whether it is delivered only when it is asked for by name, because each value costs a request of its own (a file).</summary>
    public bool IsOnRequest { get; init; }

    /// <summary>Whether a new row can be given it.</summary>
    public bool CanInsert { get; init; } = true;

    /// <summary>Whether an existing row's value can be changed.</summary>
    public bool CanUpdate { get; init; } = true;

    /// <summary>Whether the server refuses a new row without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>
    /// Whether a read by keys finds a text of this column in whatever case it is written. False where the system tells case apart in this column, or
    /// does not say.
    /// </summary>
    public bool IsFoundInAnyCase { get; init; }

    /// <summary>
    /// For a companion column, the column that it explains: <c>parentcustomerid.name</c>, <c>parentcustomerid.table</c> and
    /// <c>gendercode.label</c> are companions. They can be read and never written. Null for a column of its own.
    /// </summary>
    public string? CompanionOf { get; init; }
}
