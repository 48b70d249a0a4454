namespace Syncline.Sync.Projects;

/// <summary>One plan to make for a list of mappings.</summary>
/// <param name="Project">The mapping, with the columns of this pass.</param>
/// <param name="IsSecondPass">Whether it completes rows that an earlier step adds.</param>
public sealed record MappingStep(Project Project, bool IsSecondPass);
