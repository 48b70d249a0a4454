namespace Syncline.Sandbox.OrganizationService.Values;

/// <summary>The columns that a request asks for: <c>ColumnSet</c>.</summary>
/// <param name="All">Every column; the names count for nothing then.</param>
/// <param name="Names">Logical names. Without any, an answer has the primary key alone.</param>
internal sealed record Columns(bool All, IReadOnlyList<string> Names);
