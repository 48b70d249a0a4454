using Syncline.Core.Errors;

namespace Syncline.Sync.Projects;

/// <summary>
/// What <c>missing: add</c> means: before a mapping's own plan stands one for each of its lookup rules that says so, with an add for each value that names no row. It is
/// reviewed, guarded, applied and undone like any other plan.
/// </summary>
public static class MissingRows
{
    /// <summary>Whether a project makes such plans beside its own.</summary>
    public static bool AreAddedBy(Project project) => Rules(project).Any();

    /// <summary>The steps, each behind those that add what its lookups miss.</summary>
    /// <exception cref="ConfigurationException">SY1123: a project would add missing rows to its own table, where its own adds may be the same rows.</exception>
    public static IReadOnlyList<MappingStep> Before(IReadOnlyList<MappingStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return [.. steps.SelectMany(step => Rules(step.Project).Select(rule => new MappingStep(Of(step.Project, rule), IsSecondPass: false)).Append(step))];
    }

    private static IEnumerable<ColumnRule> Rules(Project project)
    {
        ArgumentNullException.ThrowIfNull(project);
        return project.Actions.Add || project.Actions.Update ? project.Columns.Where(rule => rule.Lookup is { Missing: MissingLookup.Add, Match.Count: > 0 }) : [];
    }

    private static Project Of(Project project, ColumnRule rule)
    {
        var lookup = rule.Lookup!;
        if (project.Actions.Add && string.Equals(lookup.Table, project.Target.Table, StringComparison.OrdinalIgnoreCase))
        {
            throw new ConfigurationException(new ErrorDetail
            {
                Id = "SY1123",
                Phase = ErrorPhase.Configuration,
                Message = $"{rule.Name} looks in {lookup.Table}, to which the project itself adds rows, so what is missing now may be among them.",
                Advice = "Write the project as a list (mappings:): it adds its own rows first, then what is still missing.",
                Location = project.Marks.Find(rule.MarkOf("lookup", "missing")),
                Column = rule.Target,
            });
        }

        return new Project
        {
            Name = $"{project.Name}.{rule.Name}-missing",
            Source = project.Source,
            Target = project.Target with { Table = lookup.Table },
            Key = lookup.Match,
            Columns =
            [
                .. lookup.Match.Select((match, part) => new ColumnRule
                {
                    Name = rule.Name,
                    Target = match,
                    From = rule.From.Count > part ? [rule.From[part]] : [],
                    Value = rule.Value,
                    Format = rule.Format,

                    // A row that is there is the one that is meant, however its value is written.
                    Compare = new ColumnCompare { Mode = CompareMode.Ignore },
                }),
            ],
            SourceFilter = project.SourceFilter,
            Actions = new ProjectActions { Add = true, Update = false },
            Guards = new ProjectGuards { MaxAdds = project.Guards.MaxAdds, StopOnEmptySource = false, Environment = project.Guards.Environment },
            Duplicates = new DuplicatePolicy(DuplicateKeep.First),
            NewIds = project.NewIds,
            AddsMissingRows = true,
            Path = project.Path,
            TextSha256 = project.TextSha256,
            Marks = project.Marks,
        };
    }
}
