namespace Syncline.Core.Probing;

/// <summary>How a step of a probe ended.</summary>
public enum ProbeState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, but something should be looked at; later steps are tried.</summary>
    Warning,

    /// <summary>It does not work; later steps are not tried.</summary>
    Failed,

    /// <summary>Not tried, because an earlier step failed.</summary>
    Skipped,
}
