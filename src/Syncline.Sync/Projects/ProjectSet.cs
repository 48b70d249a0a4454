using Syncline.Core.Errors;

namespace Syncline.Sync.Projects;

/// <summary>What one project file says: one mapping, or a list of them that are planned and applied together. Immutable.</summary>
public sealed record ProjectSet
{
    /// <summary>Name of the whole.</summary>
    public required string Name { get; init; }

    /// <summary>The mappings, in the file's order; at least one. Those of a list are named <c>SET.MAPPING</c>.</summary>
    public required IReadOnlyList<Project> Projects { get; init; }

    /// <summary>Whether the file has a list (<c>mappings</c>), be it of one.</summary>
    public bool IsList { get; init; }

    /// <summary>Commands to run around an unattended run.</summary>
    public ProjectHooks Hooks { get; init; } = new();

    /// <summary>The only mapping.</summary>
    /// <exception cref="ConfigurationException">SY1013: the file has a list.</exception>
    public Project Single() => IsList
        ? throw new ConfigurationException(new ErrorDetail
        {
            Id = "SY1013",
            Phase = ErrorPhase.Configuration,
            Message = $"The project {Name} is a list of {Projects.Count} mappings, and one is expected here.",
            Advice = "Use a project file with a single mapping.",
            Location = Projects[0].Path is { } path ? new SourceLocation(path) : null,
        })
        : Projects[0];
}
