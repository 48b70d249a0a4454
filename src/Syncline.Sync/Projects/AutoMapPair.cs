using Syncline.Core.Tables;

namespace Syncline.Sync.Projects;

/// <summary>A source column that probably fills a target column.</summary>
/// <param name="From">Source column.</param>
/// <param name="To">Target column.</param>
/// <param name="Reason">Why, in a few words.</param>
/// <param name="Confidence">How sure that is.</param>
public sealed record AutoMapPair(ColumnSchema From, ColumnSchema To, string Reason, AutoMapConfidence Confidence);
