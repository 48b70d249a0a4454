namespace Syncline.Core.Designing;

/// <summary>What is to be done so that a table can take rows. Immutable.</summary>
public sealed record TableDesign
{
    /// <summary>Name of the table.</summary>
    public required string Table { get; init; }

    /// <summary>Whether the table is to be made; else it is there.</summary>
    public required bool IsNew { get; init; }

    /// <summary>Columns to be made, in order; empty when none is missing.</summary>
    public required IReadOnlyList<DesignedColumn> Columns { get; init; }

    /// <summary>The statements, in order, as the system is given them; empty when nothing is to be done.</summary>
    public required IReadOnlyList<string> Statements { get; init; }

    /// <summary>
    /// Options that the connection has to have from then on to know the table as it was made, by name; they are saved with it before the design is
    /// carried out. Empty where the system itself keeps what a table is like.
    /// </summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What is not as wanted and stays so, one sentence each: a column of another kind, a key that the system can't have.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
