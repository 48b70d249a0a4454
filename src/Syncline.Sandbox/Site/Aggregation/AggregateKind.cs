namespace Syncline.Sandbox.Site.Aggregation;

/// <summary>What is computed over the rows of a group.</summary>
internal enum AggregateKind
{
    /// <summary>Rows, with or without a value.</summary>
    Count,

    /// <summary>Values that are not null.</summary>
    CountColumn,

    /// <summary>Different values that are not null.</summary>
    CountDistinct,

    Sum,

    Average,

    Min,

    Max,
}
