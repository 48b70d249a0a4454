using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Writing;

/// <summary>Rows within a row's payload, behind a 1:N navigation property.</summary>
/// <param name="Table">Their table.</param>
/// <param name="Lookup">Their column that leads to the row.</param>
/// <param name="Inputs">What to write.</param>
internal sealed record RelatedRows(Table Table, Column Lookup, IReadOnlyList<RowInput> Inputs);
