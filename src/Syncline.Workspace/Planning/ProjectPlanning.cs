using Syncline.Sync;
using Syncline.Sync.Projects;

namespace Syncline.Workspace.Planning;

/// <summary>Reads project files, opens their two connections, and plans.</summary>
/// <param name="workspace">The user's workspace.</param>
public sealed class ProjectPlanning(SynclineWorkspace workspace)
{
    /// <summary>Compares and writes a plan file. Nothing is written to the target.</summary>
    public async Task<PlannedProject> PlanAsync(PlanRequest request, IProgress<PlanProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var project = await ReadAsync(request.ProjectPath, request.Parameters, cancellationToken);
        var path = workspace.PlanPath(request.OutPath, project.Name);
        await using var source = await workspace.OpenAsync(project.Source.Connection, cancellationToken);
        await using var target = await workspace.OpenAsync(project.Target.Connection, cancellationToken);
        var header = await Planner.PlanAsync(project, source, target, await OptionsAsync(project, path, cancellationToken), progress, cancellationToken);
        return new PlannedProject(path, header);
    }

    /// <summary>Checks a project file against its two tables.</summary>
    /// <returns>The project, when nothing is wrong.</returns>
    public async Task<Project> CheckAsync(string path, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        var project = await ReadAsync(path, parameters, cancellationToken);
        await using var source = await workspace.OpenAsync(project.Source.Connection, cancellationToken);
        await using var target = await workspace.OpenAsync(project.Target.Connection, cancellationToken);
        await ProjectChecker.CheckAsync(project, source, target, cancellationToken);
        return project;
    }

    /// <summary>The text of a starting project for two tables.</summary>
    public async Task<string> ProposeAsync(
        string sourceConnection, string sourceTable, string targetConnection, string targetTable, CancellationToken cancellationToken)
    {
        await using var source = await workspace.OpenAsync(sourceConnection, cancellationToken);
        await using var target = await workspace.OpenAsync(targetConnection, cancellationToken);
        return ProjectWriter.Write(
            new TableReference(sourceConnection, sourceTable),
            await source.DescribeTableAsync(sourceTable, cancellationToken),
            new TableReference(targetConnection, targetTable),
            await target.DescribeTableAsync(targetTable, cancellationToken));
    }

    private Task<Project> ReadAsync(string path, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken) =>
        ProjectReader.ReadFileAsync(path, ProjectParameters.From(parameters, workspace.Environment), cancellationToken);

    private async Task<PlanOptions> OptionsAsync(Project project, string path, CancellationToken cancellationToken) => new()
    {
        OutPath = path,
        WorkFolder = workspace.Home.Work,
        SourceConnector = (await workspace.Library.FindAsync(project.Source.Connection, cancellationToken)).Connector,
        TargetConnector = (await workspace.Library.FindAsync(project.Target.Connection, cancellationToken)).Connector,
    };
}
