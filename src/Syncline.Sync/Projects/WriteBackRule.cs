namespace Syncline.Sync.Projects;

/// <summary>What an added row gives back to its row in the source.</summary>
/// <param name="Column">Column of the source that is written.</param>
/// <param name="From">Target column whose value it gets; null for the primary key.</param>
public sealed record WriteBackRule(string Column, string? From);
