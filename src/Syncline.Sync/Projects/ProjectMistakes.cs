using Syncline.Core.Errors;

namespace Syncline.Sync.Projects;

/// <summary>Collects the mistakes of a project, so that all are told in one go.</summary>
internal sealed class ProjectMistakes
{
    private readonly List<ErrorDetail> found = [];

    /// <summary>Mistakes so far, in the order found.</summary>
    public IReadOnlyList<ErrorDetail> Found => found;

    /// <summary>Notes a mistake.</summary>
    public void Add(string id, SourceLocation? place, string message, string? advice = null, string? column = null) => found.Add(new ErrorDetail
    {
        Id = id,
        Phase = ErrorPhase.Configuration,
        Message = message,
        Advice = advice,
        Location = place,
        Column = column,
    });

    /// <summary>Throws when there is a mistake: the first in the file, the others behind it.</summary>
    /// <exception cref="ConfigurationException">There is at least one mistake.</exception>
    public void ThrowIfAny()
    {
        if (found.Count > 0)
        {
            var ordered = found.OrderBy(error => error.Location?.Line ?? 0).ThenBy(error => error.Location?.Column ?? 0).ToList();
            throw new ConfigurationException(ordered[0] with { Others = ordered[1..] });
        }
    }
}
