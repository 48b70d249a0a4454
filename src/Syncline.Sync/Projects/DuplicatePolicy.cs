namespace Syncline.Sync.Projects;

/// <summary>What happens when several rows of one side have the same key.</summary>
/// <param name="Keep">Which row stands for all.</param>
/// <param name="NewestBy">For <see cref="DuplicateKeep.Newest"/>, the source column whose largest value wins; else null.</param>
public sealed record DuplicatePolicy(DuplicateKeep Keep, string? NewestBy = null)
{
    /// <summary>No plan is made; the message lists the keys.</summary>
    public static DuplicatePolicy Fail { get; } = new(DuplicateKeep.None);

    /// <summary>As project files write it.</summary>
    public override string ToString() => Keep switch
    {
        DuplicateKeep.First => "first",
        DuplicateKeep.Last => "last",
        DuplicateKeep.Newest => $"newest({NewestBy})",
        _ => "fail",
    };
}
