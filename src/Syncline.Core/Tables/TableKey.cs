namespace Syncline.Core.Tables;

/// <summary>Columns that identify a row.</summary>
/// <param name="Name">Name of the key in the system.</param>
/// <param name="Columns">One or more column names, in the key's order.</param>
/// <param name="IsPrimary">True for the primary key.</param>
public sealed record TableKey(string Name, IReadOnlyList<string> Columns, bool IsPrimary = false);
