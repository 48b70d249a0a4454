using Syncline.Core.Connectors;
using Syncline.Core.Probing;

namespace Syncline.Connectors.Files.Tables;

/// <summary>Tries files: whether there are any, and whether the first table's columns can be read. Reads only.</summary>
/// <param name="kind">What is looked for.</param>
/// <param name="open">Checks the settings and opens them.</param>
internal sealed class FileProbe(FileKind kind, Func<(FileLocation Location, IConnection Connection)> open)
{
    private static readonly ProbeStage Files = new("files", "Files");
    private static readonly ProbeStage Columns = new("columns", "Column names");

    private string? first;

    /// <summary>The stages, in order.</summary>
    public static IReadOnlyList<ProbeStage> Stages { get; } = [Files, Columns];

    /// <summary>Tries one stage.</summary>
    public async ValueTask<ProbeFinding> LookAsync(ProbeStage stage, CancellationToken cancellationToken)
    {
        var (location, connection) = open();
        await using var opened = connection;
        if (stage == Files)
        {
            var tables = await connection.ListTablesAsync(TableFilter.All, cancellationToken).Select(table => table.Name).ToListAsync(cancellationToken);
            first = tables.FirstOrDefault();
            var files = FileSearch.Find(location).Count;
            return first is null
                ? ProbeFinding.Warning(FileErrors.NoFiles(location.Path, kind))
                : ProbeFinding.Ok(files switch { 0 => $"{first} is still to be made.", 1 => $"{first} is there.", _ => $"{files} files in {location.Path}." })
                    with
                { Identity = await connection.IdentifyAsync(cancellationToken) };
        }

        if (first is null)
        {
            return ProbeFinding.Ok("No file to look into.");
        }

        var schema = await connection.DescribeTableAsync(first, cancellationToken);
        return ProbeFinding.Ok(schema.Columns.Count == 1 ? $"{first} has one column." : $"{first} has {schema.Columns.Count} columns.");
    }
}
