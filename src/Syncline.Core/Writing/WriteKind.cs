namespace Syncline.Core.Writing;

/// <summary>What a write batch does with its rows.</summary>
public enum WriteKind
{
    /// <summary>Make new rows; a row that is there already fails.</summary>
    Insert,

    /// <summary>Change rows that are there; a missing row fails.</summary>
    Update,

    /// <summary>Change the row when it is there, else make it.</summary>
    Upsert,

    /// <summary>Remove rows; a row that is gone already counts as done.</summary>
    Delete,
}
