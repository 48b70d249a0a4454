namespace Syncline.Sync.Staging;

/// <summary>What a row must fulfil to be shown.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Kind">How its cell is looked at.</param>
/// <param name="Value">What it is compared with; of no use to <see cref="RowConditionKind.IsEmpty"/> and its opposite.</param>
public sealed record RowCondition(string Column, RowConditionKind Kind, string Value = "");
