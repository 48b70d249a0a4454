namespace Syncline.Connectors.Dataverse.Derived;

/// <summary>One relationship of the site.</summary>
/// <param name="Name">Schema name.</param>
/// <param name="Kind"><c>N:1</c> or <c>N:N</c>.</param>
/// <param name="Table">Table that has the lookup column, or the first of the two.</param>
/// <param name="Column">The lookup column; null for N:N.</param>
/// <param name="Target">Table pointed to, or the second of the two.</param>
/// <param name="IntersectTable">For N:N, the table that holds the pairs; else null.</param>
internal sealed record RelationshipDescription(string Name, string Kind, string Table, string? Column, string Target, string? IntersectTable);
