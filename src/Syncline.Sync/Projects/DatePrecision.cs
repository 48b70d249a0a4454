namespace Syncline.Sync.Projects;

/// <summary>How fine dates with times are compared.</summary>
public enum DatePrecision
{
    /// <summary>To the microsecond, the finest there is.</summary>
    Exact,

    /// <summary>To the millisecond.</summary>
    Milliseconds,

    /// <summary>To the second.</summary>
    Seconds,

    /// <summary>To the minute.</summary>
    Minutes,

    /// <summary>To the calendar day in UTC.</summary>
    Days,
}
