namespace Syncline.Sandbox.Site.Metadata;

/// <summary>An N:N relationship as seen from one of its tables.</summary>
/// <param name="Intersect">The table that holds the pairs.</param>
/// <param name="Own">Its column with the key of a row of this side.</param>
/// <param name="Other">Its column with the key of a row of the other side.</param>
/// <param name="OtherTable">The table on the other side.</param>
internal sealed record ManyToManySide(Table Intersect, Column Own, Column Other, Table OtherTable);
