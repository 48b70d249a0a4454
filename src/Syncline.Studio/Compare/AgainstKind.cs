namespace Syncline.Studio.Compare;

/// <summary>How changes of a plan stand to an earlier one.</summary>
public enum AgainstKind
{
    /// <summary>The earlier plan leaves the row alone.</summary>
    New,

    /// <summary>The earlier plan changes the row in another way.</summary>
    Different,

    /// <summary>Only the earlier plan changes the row.</summary>
    Gone,
}
