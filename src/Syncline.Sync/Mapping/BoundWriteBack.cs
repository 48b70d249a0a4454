using Syncline.Core.Tables;

namespace Syncline.Sync.Mapping;

/// <summary>A write-back whose columns are there and fit each other.</summary>
/// <param name="Column">Column of the source that is written.</param>
/// <param name="From">Column of the target whose value it gets.</param>
/// <param name="SourceKey">The source's primary key, by which its row is found again.</param>
internal sealed record BoundWriteBack(ColumnSchema Column, ColumnSchema From, IReadOnlyList<ColumnSchema> SourceKey);
