using System.Data.Common;
using System.Globalization;
using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;
using Syncline.Sync.Staging;

namespace Syncline.Sync.Mapping;

/// <summary>Tries a whole project on the first rows of its source: the values that a compare would make of them. Reads only.</summary>
public static class MappingTrial
{
    private const int LongestText = 500;

    /// <summary>Checks the project as <c>project check</c> does, reads the first rows of the source and the tables that lookups search (these whole), and maps.</summary>
    /// <param name="project">The project.</param>
    /// <param name="source">Its source.</param>
    /// <param name="target">Its target.</param>
    /// <param name="rows">Rows of the source to read at most.</param>
    /// <param name="workFolder">Folder for what does not fit into memory.</param>
    /// <param name="progress">Is told how many rows were read of all tables together; null when nobody listens.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Core.Errors.ConfigurationException">The project does not fit the tables.</exception>
    public static async Task<TriedMapping> TryAsync(
        Project project, IConnection source, IConnection target, int rows, string workFolder, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        var bound = await ProjectChecker.BindAsync(project, source, target, cancellationToken);
        await using var stage = await DuckDbStage.OpenAsync(new StageOptions { WorkFolder = workFolder }, cancellationToken);
        await stage.LockDownAsync(cancellationToken);
        var columns = bound.SourceColumns;
        var read = await stage.LoadAsync(
            "source_rows",
            columns,
            source.ReadAsync(new ReadRequest { Table = project.Source.Table, Columns = [.. columns.Select(column => column.Name)], MaxRows = rows }, cancellationToken),
            count => progress?.Report(count),
            cancellationToken);
        var sofar = read;
        var lookups = LookupSource.Of(bound);
        foreach (var lookup in lookups)
        {
            var before = sofar;
            sofar += await stage.LoadAsync(
                lookup.Staged,
                lookup.Columns,
                target.ReadAsync(new ReadRequest { Table = lookup.Table.Name, Columns = [.. lookup.Columns.Select(column => column.Name)] }, cancellationToken),
                count => progress?.Report(before + count),
                cancellationToken);
        }

        var query = new MappingQuery(bound, target.Capabilities.KeysIgnoreCase);
        foreach (var statement in query.LookupStatements(lookups).Append(query.Statement()))
        {
            await stage.ExecuteAsync(statement, cancellationToken);
        }

        return new TriedMapping
        {
            SourceColumns = [.. columns.Select(column => column.Name)],
            TargetColumns = [.. bound.Columns.Select(column => column.Target.Name)],
            Read = read,
            Rows = await stage.QueryAsync(Rows(bound, columns), reader => Row(bound, columns.Count, reader), cancellationToken),
        };
    }

    private static string Rows(BoundProject bound, IReadOnlyList<ColumnSchema> columns)
    {
        var values = columns.Select(column => Text($"s.{Sql.Quote(column.Name)}"))
            .Concat(bound.Columns.SelectMany((_, i) => new[] { Text($"m.v{i}"), $"m.n{i}", $"m.p{i}" }))
            .Prepend("m.skip");
        return $"SELECT {string.Join(", ", values)} FROM mapped m JOIN source_rows s ON s.{Sql.Quote(DuckDbStage.RowNumber)} = m.rid ORDER BY m.rid";
    }

    private static string Text(string value) => string.Create(CultureInfo.InvariantCulture, $"left(CAST({value} AS VARCHAR), {LongestText})");

    private static TriedRow Row(BoundProject bound, int sourceColumns, DbDataReader reader)
    {
        string? At(int place) => reader.IsDBNull(place) ? null : reader.GetString(place);
        return new TriedRow(
            [.. Enumerable.Range(1, sourceColumns).Select(At)],
            [.. bound.Columns.Select((column, i) => Cell(column.Target.Type, At(1 + sourceColumns + (3 * i)), At(2 + sourceColumns + (3 * i)), At(3 + sourceColumns + (3 * i))))],
            !reader.IsDBNull(0) && reader.GetBoolean(0));
    }

    private static TriedCell Cell(ColumnType type, string? text, string? name, string? problem) => new(
        text,
        name ?? (type.Kind == ColumnKind.Choice ? type.Choices.FirstOrDefault(option => option.Value.ToString(CultureInfo.InvariantCulture) == text)?.Label : null),
        problem is null ? null : problem[(problem.IndexOf(':', StringComparison.Ordinal) + 1)..]);
}
