namespace Syncline.Sync.Plans;

/// <summary>What a column is for in a plan. In a plan file: <c>key</c>, <c>value</c>, <c>display</c>.</summary>
public enum PlanColumnRole
{
    /// <summary>Identifies the row; written when a row is added.</summary>
    Key,

    /// <summary>Compared and written.</summary>
    Value,

    /// <summary>Explains another column to people, or holds a key of the source's row; never compared. Only <c>x.table</c> is handed to the writer.</summary>
    Display,
}
