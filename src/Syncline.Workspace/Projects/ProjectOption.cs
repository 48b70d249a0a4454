using Syncline.Sync.Projects;

namespace Syncline.Workspace.Projects;

/// <summary>
/// One option of a project beside its map: what the schema of project files says of it, and how a draft holds it. Forms are made from these. Immutable.
/// </summary>
/// <param name="Path">Its key in the file, e.g. <c>guards/max-deletes</c>.</param>
/// <param name="Group">Heading above it.</param>
/// <param name="Label">What a form calls it.</param>
/// <param name="Kind">What may be given.</param>
/// <param name="Get">Its value in a draft, as the file writes it; empty when nothing is said.</param>
/// <param name="Put">The draft with another value, for which <see cref="Mistake"/> has nothing to say; empty says nothing.</param>
public sealed record ProjectOption(string Path, string Group, string Label, ProjectOptionKind Kind, Func<ProjectDraft, string> Get, Func<ProjectDraft, string, ProjectDraft> Put)
{
    /// <summary>What the schema says of it.</summary>
    public ProjectSchemaEntry Schema { get; } = ProjectSchema.Describe(Path);

    /// <summary>Words that a form offers and what it calls each; empty when anything may be given.</summary>
    public IReadOnlyList<(string Word, string Label)> Words { get; init; } = [];

    /// <summary>What holds when nothing is said, for the empty field; empty when nothing needs to be told.</summary>
    public string Unsaid { get; init; } = string.Empty;

    /// <summary>Whether a draft has a use for it.</summary>
    public Func<ProjectDraft, bool> Concerns { get; init; } = _ => true;

    /// <summary>What is wrong with a value, a sentence; null when nothing is.</summary>
    public string? Mistake(ProjectDraft draft, string value)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length == 0)
        {
            return null;
        }

        return Kind switch
        {
            ProjectOptionKind.Flag when value is not ("true" or "false") => "It is true or false.",
            ProjectOptionKind.Words when !Words.Any(word => word.Word == value) => $"It is {string.Join(", ", Words.Select(word => word.Word))}.",
            ProjectOptionKind.Limit when ChangeLimit.Parse(value) is null => "Give a whole number of rows such as 250, or a share of the target's rows such as 5%.",
            ProjectOptionKind.SourceColumn or ProjectOptionKind.SourceMoment when draft.SourceSchema is { } source && source.Find(value) is null => $"There is no column {value} in {source.Name}.",
            ProjectOptionKind.TargetColumn or ProjectOptionKind.TargetMoment when draft.TargetSchema is { } target && target.Find(value) is null => $"There is no column {value} in {target.Name}.",
            _ => null,
        };
    }
}
