namespace Syncline.Sync.Projects;

/// <summary>What happens to a label that the choice does not have.</summary>
public enum MissingChoice
{
    /// <summary>The row is a problem: it is neither added nor updated, and its target row is not deleted.</summary>
    Fail,

    /// <summary>The label is added to the choice when the plan is applied, before any row is written.</summary>
    Add,
}
