namespace Syncline.Connectors.Databases.Errors;

/// <summary>An error of a database, told apart.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="Code">The database's own code, e.g. PostgreSQL's <c>23505</c>.</param>
/// <param name="Text">The database's own text.</param>
/// <param name="Constraint">Name of the key or check that it is about; null when not told.</param>
/// <param name="Column">Column that it is about; null when not told.</param>
internal sealed record DatabaseFault(FaultKind Kind, string? Code, string Text, string? Constraint = null, string? Column = null)
{
    /// <summary>Whether one row alone may be the cause: then its batch is cut in halves until it stands alone.</summary>
    public bool MayBeOneRow => Kind is FaultKind.DuplicateKey or FaultKind.NullValue or FaultKind.ForeignKey or FaultKind.Check
        or FaultKind.TooLong or FaultKind.OutOfRange or FaultKind.BadValue or FaultKind.Other;
}
