namespace Syncline.Studio.Tree;

/// <summary>What a verb of the tree is used on.</summary>
/// <param name="Connection">Name of the connection.</param>
/// <param name="Table">Name of the table; null when the row is the connection itself.</param>
/// <param name="Column">Name of the column; null when the row is no column.</param>
public sealed record TreeTarget(string Connection, string? Table = null, string? Column = null);
