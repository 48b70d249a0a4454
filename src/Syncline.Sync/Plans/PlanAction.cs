namespace Syncline.Sync.Plans;

/// <summary>What a planned change does to the target's row. In a plan file: <c>add</c>, <c>update</c>, <c>delete</c>.</summary>
public enum PlanAction
{
    /// <summary>Makes a new row (<c>+</c>).</summary>
    Add,

    /// <summary>Changes cells of a row (<c>~</c>).</summary>
    Update,

    /// <summary>Removes a row (<c>-</c>).</summary>
    Delete,
}
