namespace Syncline.Sync;

/// <summary>A plan that is made and not applied yet. Later plans are made as if it were: its added rows can be looked up by their ids.</summary>
/// <param name="Path">The plan file.</param>
/// <param name="Connection">Name of its target connection.</param>
/// <param name="Table">Its target table.</param>
public sealed record PendingPlan(string Path, string Connection, string Table);
