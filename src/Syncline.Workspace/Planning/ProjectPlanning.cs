using System.Globalization;
using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Sync;
using Syncline.Sync.Projects;

namespace Syncline.Workspace.Planning;

/// <summary>Reads project files, opens their two connections, and plans.</summary>
/// <param name="workspace">The user's workspace.</param>
public sealed class ProjectPlanning(SynclineWorkspace workspace)
{
    /// <summary>Reads a project file with its parameters.</summary>
    public Task<ProjectSet> ReadAsync(string path, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken) =>
        ProjectReader.ReadSetFileAsync(path, ProjectParameters.From(parameters, workspace.Environment), cancellationToken);

    /// <summary>Compares and writes the plan of a project file with a single mapping. Nothing is written to the target.</summary>
    /// <exception cref="ConfigurationException">SY1013: the file is a list, or a lookup rule adds what is missing; <see cref="PlanAllAsync(PlanRequest, IProgress{PlanProgress}?, CancellationToken)"/> takes both.</exception>
    public async Task<PlannedProject> PlanAsync(PlanRequest request, IProgress<PlanProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var set = await ReadAsync(request.ProjectPath, request.Parameters, cancellationToken);
        if (MissingRows.AreAddedBy(set.Single()))
        {
            throw new ConfigurationException(new ErrorDetail
            {
                Id = "SY1013",
                Phase = ErrorPhase.Configuration,
                Message = $"The project {set.Name} makes several plans, because a lookup rule says missing: add, and one is expected here.",
                Advice = $"Use the command line: syncline plan {request.ProjectPath}, or syncline run {request.ProjectPath}",
            });
        }

        workspace.RecentProjects.Note(request.ProjectPath);
        return (await PlanAllAsync(set, request.OutPath, request.ReadWhole, progress, cancellationToken))[0];
    }

    /// <summary>Compares and writes the plans of a project file, one per mapping, second pass and lookup rule that adds what is missing, in the order to apply them.</summary>
    public async Task<IReadOnlyList<PlannedProject>> PlanAllAsync(PlanRequest request, IProgress<PlanProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var set = await ReadAsync(request.ProjectPath, request.Parameters, cancellationToken);
        workspace.RecentProjects.Note(request.ProjectPath);
        return await PlanAllAsync(set, request.OutPath, request.ReadWhole, progress, cancellationToken);
    }

    /// <summary>
    /// Compares and writes the plans of a project, in the order to apply them. Each is made as if those before it were applied. Nothing is written
    /// to a target, and when one plan can't be made, those before it are removed again.
    /// </summary>
    /// <param name="set">The project.</param>
    /// <param name="outPath">Where the plan goes; of several, <c>NAME.plan</c> gives <c>NAME.1-MAPPING.plan</c> and so on. Null for new files in the plans folder.</param>
    /// <param name="readWhole">Whether incremental mappings read both sides whole all the same.</param>
    /// <param name="progress">Told how far each is.</param>
    /// <param name="cancellationToken">Cancels; no plan is left.</param>
    public async Task<IReadOnlyList<PlannedProject>> PlanAllAsync(ProjectSet set, string? outPath, bool readWhole, IProgress<PlanProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(set);
        await using var connections = new OpenedConnections(workspace);
        var steps = await StepsAsync(set, connections, cancellationToken);
        var whole = workspace.PlanPath(outPath, set.Name);
        var planned = new List<PlannedProject>();
        try
        {
            foreach (var (index, step) in steps.Index())
            {
                var project = step.Project;
                var path = set.IsList || steps.Count > 1 ? PathOf(whole, index + 1, project.Name == set.Name ? project.Target.Table : project.Name[(set.Name.Length + 1)..]) : whole;
                var (source, target) = (await connections.OpenSourceAsync(project, cancellationToken), await connections.OpenTargetAsync(project, cancellationToken));
                var options = (await OptionsAsync(project, path, cancellationToken)) with { ReadWhole = readWhole, Pending = [.. planned.Where(plan => plan.Header.Counts.Changes > 0).Select(Pending)] };
                var header = await Planner.PlanAsync(project, source, target, options, progress, cancellationToken);
                planned.Add(new PlannedProject(path, header));
            }
        }
        catch
        {
            planned.ForEach(plan => Remove(plan.Path));
            throw;
        }

        return planned;
    }

    /// <summary>Checks a project file with a single mapping against its two tables.</summary>
    /// <returns>The project, when nothing is wrong.</returns>
    public async Task<Project> CheckAsync(string path, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken) =>
        (await CheckAllAsync(path, parameters, cancellationToken)).Single();

    /// <summary>Checks a project file against all of its tables.</summary>
    /// <returns>The project, when nothing is wrong.</returns>
    public async Task<ProjectSet> CheckAllAsync(string path, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        var set = await ReadAsync(path, parameters, cancellationToken);
        await using var connections = new OpenedConnections(workspace);
        foreach (var project in set.Projects)
        {
            await ProjectChecker.CheckAsync(
                project, await connections.OpenSourceAsync(project, cancellationToken), await connections.OpenTargetAsync(project, cancellationToken), cancellationToken);
        }

        await StepsAsync(set, connections, cancellationToken);
        return set;
    }

    /// <summary>The text of a starting project for two tables.</summary>
    public async Task<string> ProposeAsync(
        string sourceConnection, string sourceTable, string targetConnection, string targetTable, CancellationToken cancellationToken)
    {
        await using var source = await workspace.OpenAsync(sourceConnection, cancellationToken);
        await using var target = await workspace.OpenAsync(targetConnection, cancellationToken);
        var sourceSchema = await source.DescribeTableAsync(sourceTable, cancellationToken);
        return ProjectWriter.Write(
            new TableReference(sourceConnection, sourceTable),
            sourceSchema,
            new TableReference(targetConnection, targetTable),
            await target.DescribeTableAsync(targetTable, cancellationToken),
            sample: await SourceSample.ReadAsync(source, sourceSchema, cancellationToken));
    }

    private static async Task<IReadOnlyList<MappingStep>> StepsAsync(ProjectSet set, OpenedConnections connections, CancellationToken cancellationToken)
    {
        if (!set.IsList)
        {
            return MissingRows.Before([new MappingStep(set.Projects[0], IsSecondPass: false)]);
        }

        var mappings = new List<(Project, TableSchema)>();
        foreach (var project in set.Projects)
        {
            var target = await connections.OpenTargetAsync(project, cancellationToken);
            mappings.Add((project, await target.DescribeTableAsync(project.Target.Table, cancellationToken)));
        }

        return MissingRows.Before(MappingOrder.Of(mappings));
    }

    private static string PathOf(string whole, int number, string mapping)
    {
        var name = string.Concat(mapping.Select(letter => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '_'));
        return Path.Combine(Path.GetDirectoryName(whole)!, string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(whole)}.{number}-{name}{Path.GetExtension(whole)}"));
    }

    private static PendingPlan Pending(PlannedProject planned) => new(planned.Path, planned.Header.Target.Connection, planned.Header.Target.Table);

    private static void Remove(string path)
    {
        File.SetAttributes(path, FileAttributes.Normal);
        File.Delete(path);
    }

    private async Task<PlanOptions> OptionsAsync(Project project, string path, CancellationToken cancellationToken) => new()
    {
        OutPath = path,
        WorkFolder = workspace.Home.Work,
        MirrorFolder = workspace.Home.Mirrors,
        MemoryLimit = (await workspace.Settings.ReadAsync(cancellationToken)).MemoryLimit,
        SourceConnector = await workspace.ConnectorOfAsync(project.Source.Connection, cancellationToken),
        TargetConnector = await workspace.ConnectorOfAsync(project.Target.Connection, cancellationToken),
    };
}
