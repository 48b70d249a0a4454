using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Tables;
using Syncline.Sync.Comparing;
using Syncline.Sync.Mapping;
using Syncline.Sync.Projects;
using Syncline.Sync.Staging;

namespace Syncline.Sync.Mirrors;

/// <summary>The two sides of an incremental project; null each where a side is read as always.</summary>
/// <param name="Source">The source, mirrored.</param>
/// <param name="Target">The target, mirrored.</param>
internal sealed record IncrementalSides(MirroredSide? Source, MirroredSide? Target)
{
    /// <summary>Neither.</summary>
    public static IncrementalSides None { get; } = new(null, null);

    /// <summary>Opens what the project asks for; before the stage is locked down.</summary>
    public static async Task<IncrementalSides> OpenAsync(
        BoundProject project, PlanColumns columns, IConnection source, IConnection target, DuckDbStage stage, PlanOptions options, CancellationToken cancellationToken)
    {
        if (project.Project.Incremental is not { } wanted || options.MirrorFolder is not { } folder)
        {
            return None;
        }

        var from = await OpenAsync(source, project.Source, SourceColumns(project, source), wanted.SourceWatermark, "source", project.Project.SourceNativeFilter);
        return new IncrementalSides(from, await OpenAsync(target, project.Target, columns.TargetColumns, wanted.TargetWatermark, "target", project.Project.TargetFilter));

        async Task<MirroredSide> OpenAsync(IConnection connection, TableSchema table, IReadOnlyList<ColumnSchema> read, string? watermark, string side, NativeFilter? filter)
        {
            var mirrored = new MirroredSide(stage, connection, table, read, watermark is null ? null : table.Find(watermark), filter, project.Project.Duplicates.Keep != DuplicateKeep.None, options.TimeProvider);
            var system = await connection.IdentifyAsync(cancellationToken);
            var reference = side == "source" ? project.Project.Source : project.Project.Target;
            var identity = string.Join('\n', project.Project.Path is { } path ? System.IO.Path.GetFullPath(path) : "", project.Project.Name, side, reference.Connection, system.SystemId ?? system.System, table.Name);
            await mirrored.OpenAsync(folder, $"mirror_{side}", identity, options.ReadWhole, cancellationToken);
            return mirrored;
        }
    }

    // The primary key tells which row of a mirror a change is about, so it is read along.
    private static List<ColumnSchema> SourceColumns(BoundProject project, IConnection source)
    {
        List<ColumnSchema> columns = [.. project.SourceColumns];
        if (project.Source.PrimaryKey is { Columns: [var key] } && columns.TrueForAll(column => column.Name != key) && project.Source.Find(key) is { CanRead: true } id)
        {
            columns.Add(id);
        }

        if (source.Capabilities.LineNumbers)
        {
            columns.Add(new ColumnSchema { Name = ReadRequest.LineColumn, Type = ColumnType.Of(ColumnKind.Integer) });
        }

        return columns;
    }
}
