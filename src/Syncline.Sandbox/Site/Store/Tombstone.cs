namespace Syncline.Sandbox.Site.Store;

/// <summary>What is left of a deleted row, for change tracking. Each points to the one before it, so that a snapshot keeps its own list at no cost.</summary>
/// <param name="Id">Primary key of the deleted row.</param>
/// <param name="Version">Version number that the deletion took.</param>
/// <param name="Previous">The deletion before it, or null.</param>
internal sealed record Tombstone(Guid Id, long Version, Tombstone? Previous);
