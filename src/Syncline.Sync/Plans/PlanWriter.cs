using System.Globalization;
using DuckDB.NET.Data;

namespace Syncline.Sync.Plans;

/// <summary>
/// Makes a plan file. Its tables are attached to a DuckDB connection under <see cref="Alias"/>, in a file with a temporary name beside the
/// final one; <see cref="FinishAsync"/> seals it and moves it into place. Disposed without having finished, it leaves nothing behind.
/// Create it before the connection is locked down: attaching needs file access. Not safe for concurrent use.
/// </summary>
public sealed class PlanWriter : IAsyncDisposable
{
    private const int RowsPerInsert = 200;
    private const int RowsPerStage = 20_000;

    private readonly DuckDBConnection connection;
    private readonly bool ownsConnection;
    private readonly string path;
    private readonly string temporaryPath;
    private readonly IReadOnlyList<PlanColumn> columns;
    private bool attached;

    private PlanWriter(DuckDBConnection connection, bool ownsConnection, string path, IReadOnlyList<PlanColumn> columns)
    {
        this.connection = connection;
        this.ownsConnection = ownsConnection;
        this.path = path;
        this.columns = columns;
        Alias = $"plan_{Guid.NewGuid():n}";
        temporaryPath = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():n}.tmp");
    }

    /// <summary>Name of the attached database; plain, needs no quoting: <c>INSERT INTO {Alias}.changes BY NAME SELECT …</c>.</summary>
    public string Alias { get; }

    /// <summary>Starts a plan at <paramref name="path"/>, attached to the caller's connection, which stays the caller's.</summary>
    /// <exception cref="Core.Errors.ConfigurationException">SY3005: there is a file of that name; SY3006: it can't be written.</exception>
    public static ValueTask<PlanWriter> CreateAsync(
        DuckDBConnection connection, string path, IReadOnlyList<PlanColumn> columns, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return StartAsync(connection, ownsConnection: false, path, columns, cancellationToken);
    }

    /// <summary>Starts a plan that is filled by <see cref="AppendAsync(IEnumerable{PlannedChange}, CancellationToken)"/> alone.</summary>
    /// <exception cref="Core.Errors.ConfigurationException">SY3005: there is a file of that name; SY3006: it can't be written.</exception>
    public static async ValueTask<PlanWriter> CreateAsync(string path, IReadOnlyList<PlanColumn> columns, CancellationToken cancellationToken)
    {
        var own = new DuckDBConnection("Data Source=:memory:");
        await own.OpenAsync(cancellationToken);
        try
        {
            return await StartAsync(own, ownsConnection: true, path, columns, cancellationToken);
        }
        catch
        {
            await own.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds changes, in the order of their numbers. For many rows that are in DuckDB already, insert into the tables directly.</summary>
    public async ValueTask AppendAsync(IEnumerable<PlannedChange> changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var stage = new ChangeStage(connection, Alias, columns);
        foreach (var part in changes.Chunk(RowsPerStage))
        {
            await stage.AppendAsync(part, cancellationToken);
        }
    }

    /// <summary>Adds problems, in the order of their numbers.</summary>
    public async ValueTask AppendAsync(IEnumerable<PlanProblem> problems, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(problems);
        foreach (var part in problems.Chunk(RowsPerInsert))
        {
            await ExecuteAsync($"INSERT INTO {Alias}.problems VALUES {string.Join(",\n", part.Select(Row))}", cancellationToken);
        }
    }

    /// <summary>
    /// Seals the plan: counts its rows into the header, computes the digest, makes the file read-only and moves it into place.
    /// </summary>
    /// <returns>The header with counts and digest.</returns>
    /// <exception cref="Core.Errors.ConfigurationException">SY3005: a file of that name came up meanwhile; SY3006: it can't be written.</exception>
    public async ValueTask<PlanHeader> FinishAsync(PlanHeader header, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(header);
        await DetachAsync(cancellationToken);
        try
        {
            var sealedHeader = await SealAsync(header, cancellationToken);
            MoveIntoPlace();
            return sealedHeader;
        }
        catch (Exception exception) when (exception is DuckDBException or IOException or UnauthorizedAccessException)
        {
            throw PlanErrors.NotWritten(path, exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (attached)
        {
            await DetachAsync(CancellationToken.None);
        }

        if (ownsConnection)
        {
            await connection.DisposeAsync();
        }

        File.Delete(temporaryPath);
        File.Delete(temporaryPath + ".wal");
    }

    private static async ValueTask<PlanWriter> StartAsync(
        DuckDBConnection connection, bool ownsConnection, string path, IReadOnlyList<PlanColumn> columns, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(columns);
        path = Path.GetFullPath(path);
        if (File.Exists(path))
        {
            throw PlanErrors.Exists(path);
        }

        var writer = new PlanWriter(connection, ownsConnection, path, columns);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await writer.ExecuteAsync($"ATTACH {Sql.Literal(writer.temporaryPath)} AS {Sql.Quote(writer.Alias)} (STORAGE_VERSION 'v1.0.0')", cancellationToken);
            writer.attached = true;
            await writer.ExecuteAsync(PlanTables.Create(writer.Alias, columns), cancellationToken);
            await writer.ExecuteAsync($"INSERT INTO {writer.Alias}.plan_columns VALUES {string.Join(",\n", columns.Select(Row))}", cancellationToken);
            return writer;
        }
        catch (Exception exception) when (exception is DuckDBException or IOException or UnauthorizedAccessException)
        {
            await writer.DisposeAsync();
            throw PlanErrors.NotWritten(path, exception);
        }
    }

    private async ValueTask<PlanHeader> SealAsync(PlanHeader header, CancellationToken cancellationToken)
    {
        await using var file = new DuckDBConnection($"Data Source={temporaryPath}");
        await file.OpenAsync(cancellationToken);
        await using var command = file.CreateCommand();
        command.CommandText = "SET TimeZone = 'UTC'";
        await command.ExecuteNonQueryAsync(cancellationToken);

        header = header with { Counts = await CountAsync(command, header.Counts, cancellationToken) };
        command.CommandText = "INSERT INTO plan VALUES (" + string.Create(
            CultureInfo.InvariantCulture,
            $"{PlanHeader.CurrentFormatVersion}, {Sql.Literal(header.Id)}, TIMESTAMPTZ '{header.Created.UtcDateTime:yyyy-MM-dd HH:mm:ss.ffffff}+00', NULL, {Sql.Literal(PlanJson.Write(header))})");
        await command.ExecuteNonQueryAsync(cancellationToken);

        var digest = await PlanDigest.ComputeAsync(file, cancellationToken)
            ?? throw new InvalidOperationException("The rows of a plan are numbered 1, 2, 3, … without gaps.");
        command.CommandText = $"UPDATE plan SET digest = {Sql.Literal(digest)}; CHECKPOINT";
        await command.ExecuteNonQueryAsync(cancellationToken);
        return header with { Digest = digest };
    }

    private static async ValueTask<PlanCounts> CountAsync(DuckDBCommand command, PlanCounts counts, CancellationToken cancellationToken)
    {
        command.CommandText = """
            SELECT count(*) FILTER (action = 'add'), count(*) FILTER (action = 'update'), count(*) FILTER (action = 'delete'),
                (SELECT count(*) FROM problems) FROM changes
            """;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return counts with { Add = reader.GetInt64(0), Update = reader.GetInt64(1), Delete = reader.GetInt64(2), Problems = reader.GetInt64(3) };
    }

    private void MoveIntoPlace()
    {
        if (OperatingSystem.IsWindows())
        {
            File.SetAttributes(temporaryPath, FileAttributes.ReadOnly);
        }
        else
        {
            File.SetUnixFileMode(temporaryPath, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        if (File.Exists(path))
        {
            throw PlanErrors.Exists(path);
        }

        File.Move(temporaryPath, path, overwrite: false);
    }

    private async ValueTask DetachAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync($"DETACH {Alias}", cancellationToken);
        attached = false;
    }

    private async ValueTask ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Row(PlanProblem problem) =>
        $"({Number(problem.Seq)}, {Text(problem.Side)}, {Number(problem.SourceRow)}, {Text(problem.Key)}, {Text(problem.Column)}, {Text(problem.ErrorId)}, {Text(problem.Message)}, {Text(problem.Advice)})";

    private static string Row(PlanColumn column, int position) =>
        $"({Number(position)}, {Text(column.Name)}, {Text(column.DisplayName)}, '{column.Type.Kind}', {Text(PlanJson.Write(column.Type))}, '{PlanTables.NameOf(column.Role)}', {Text(column.CompanionOf)}, {Text(column.Source)})";

    private static string Text(string? value) => value is null ? "NULL" : Sql.Literal(value);

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "NULL";
}
