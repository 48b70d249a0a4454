using Syncline.Core.Connectors;
using Syncline.Core.Probing;

namespace Syncline.Connectors.Files.Csv;

/// <summary>Tries CSV files: whether there are any, and whether the first one's column names can be read. Reads only.</summary>
internal sealed class CsvProbe(ConnectionSettings settings, string baseFolder)
{
    private static readonly ProbeStage Files = new("files", "Files");
    private static readonly ProbeStage Columns = new("columns", "Column names");

    private CsvOptions? options;
    private string? first;

    /// <summary>The stages, in order.</summary>
    public static IReadOnlyList<ProbeStage> Stages { get; } = [Files, Columns];

    /// <summary>Tries one stage.</summary>
    public async ValueTask<ProbeFinding> LookAsync(ProbeStage stage, CancellationToken cancellationToken)
    {
        if (stage == Files)
        {
            options = CsvOptions.From(settings, baseFolder);
            var files = CsvFiles.Find(options);
            first = files.Count == 0 ? null : files[0].Table;
            return first is null
                ? ProbeFinding.Warning(CsvErrors.NoFiles(options.Path))
                : ProbeFinding.Ok(files.Count == 1 ? $"{first} is there." : $"{files.Count} files in {options.Path}.") with { Identity = await IdentifyAsync(options, cancellationToken) };
        }

        if (first is null)
        {
            return ProbeFinding.Ok("No file to look into.");
        }

        await using var connection = new CsvConnection(options!);
        var schema = await connection.DescribeTableAsync(first, cancellationToken);
        return ProbeFinding.Ok(schema.Columns.Count == 1 ? $"{first} has one column." : $"{first} has {schema.Columns.Count} columns.");
    }

    private static async ValueTask<ConnectionIdentity> IdentifyAsync(CsvOptions options, CancellationToken cancellationToken)
    {
        await using var connection = new CsvConnection(options);
        return await connection.IdentifyAsync(cancellationToken);
    }
}
