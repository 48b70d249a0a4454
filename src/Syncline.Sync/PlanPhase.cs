namespace Syncline.Sync;

/// <summary>What a planner is doing.</summary>
public enum PlanPhase
{
    /// <summary>Looking at both tables and checking the project.</summary>
    Check,

    /// <summary>Reading rows of both sides and of lookup tables, at the same time.</summary>
    Read,

    /// <summary>Turning source rows into target rows.</summary>
    Map,

    /// <summary>Comparing both sides.</summary>
    Compare,

    /// <summary>Writing the plan file.</summary>
    Write,
}
