using Syncline.Connectors.Dataverse.Schema;

namespace Syncline.Connectors.Dataverse.Writing;

/// <summary>A column of a write batch.</summary>
/// <param name="Index">Its index in the batch.</param>
/// <param name="Definition">What the wire needs to know.</param>
/// <param name="TableIndex">For a lookup, index of the companion column that names the table pointed to; -1 when there is none.</param>
internal sealed record WriteColumn(int Index, ColumnDefinition Definition, int TableIndex);
