namespace Syncline.Core.Tables;

/// <summary>
/// A list of options that grows by rows: a row that is inserted into <paramref name="Table"/> with the columns <c>choice</c> (<paramref name="Name"/>),
/// <c>value</c> (a whole number) and <c>label</c> (a text) becomes an option of every column that has the list. The table can be read by the same columns.
/// </summary>
/// <param name="Table">Table of the same connection.</param>
/// <param name="Name">The list's name.</param>
public sealed record ChoiceList(string Table, string Name);
