namespace Syncline.Sync.Projects;

/// <summary>How the source writes the values of a choice column.</summary>
public sealed record ChoiceRule
{
    /// <summary>Labels, numbers, or both.</summary>
    public ChoiceBy By { get; init; }

    /// <summary>What happens to a label that the choice does not have.</summary>
    public MissingChoice Missing { get; init; }

    /// <summary>Further texts of the source and the label (or number) that each stands for, without regard to case.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
