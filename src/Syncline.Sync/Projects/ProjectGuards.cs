namespace Syncline.Sync.Projects;

/// <summary>Bounds of a plan; a plan beyond one of them is shown, and <c>apply</c> refuses it.</summary>
public sealed record ProjectGuards
{
    /// <summary>Most adds; null is unlimited.</summary>
    public ChangeLimit? MaxAdds { get; init; }

    /// <summary>Most updates; null is unlimited.</summary>
    public ChangeLimit? MaxUpdates { get; init; }

    /// <summary>Bound of deletes where a project names none: a fifth of the target's rows.</summary>
    public static ChangeLimit DefaultMaxDeletes { get; } = new(20, IsPercent: true);

    /// <summary>Most deletes; null is <see cref="DefaultMaxDeletes"/>: nobody deletes without a bound unawares. A project that means it says <c>100%</c>.</summary>
    public ChangeLimit? MaxDeletes { get; init; }

    /// <summary>Whether a source without any row stops. Default true.</summary>
    public bool StopOnEmptySource { get; init; } = true;

    /// <summary>Id that the target system must have (Dataverse: the organisation id); null takes any.</summary>
    public string? Environment { get; init; }
}
