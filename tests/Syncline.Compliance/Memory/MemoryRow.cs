namespace Syncline.Compliance.Memory;

/// <summary>A row as it was at one time: a change makes a new one, so that a reader never sees half of it.</summary>
/// <param name="Values">Values in the order of the table's columns; companions have none of their own.</param>
/// <param name="Version">Changes with every write to the row.</param>
internal sealed record MemoryRow(object?[] Values, string Version);
