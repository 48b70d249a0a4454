using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DuckDB.NET.Data;
using Syncline.Sync.Staging;

namespace Syncline.Sync.Plans;

/// <summary>A plan file opened for reading. Safe for concurrent use; the file is never changed.</summary>
public sealed class PlanFile : IAsyncDisposable
{
    private const int RowsPerRange = 5_000;

    private readonly DuckDBConnection connection;

    private PlanFile(string path, DuckDBConnection connection, PlanHeader header, IReadOnlyList<PlanColumn> columns)
    {
        Path = path;
        this.connection = connection;
        Header = header;
        Columns = columns;
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Everything but the rows, with the digest as written in the file.</summary>
    public PlanHeader Header { get; }

    /// <summary>Columns that the values of changes are aligned with.</summary>
    public IReadOnlyList<PlanColumn> Columns { get; }

    /// <summary>Opens a plan. The digest is not checked: <see cref="VerifyAsync"/> does that.</summary>
    /// <exception cref="Core.Errors.ConfigurationException">SY3001: no such file; SY3002: not a plan; SY3003: another format.</exception>
    public static async ValueTask<PlanFile> OpenAsync(string path, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        path = System.IO.Path.GetFullPath(path);
        if (!File.Exists(path))
        {
            throw PlanErrors.Missing(path);
        }

        // A plan comes from outside: its tables could be views, which must reach no file and no network.
        var opened = new DuckDBConnection($"Data Source={path};ACCESS_MODE=READ_ONLY;enable_external_access=false;autoload_known_extensions=false;autoinstall_known_extensions=false");
        try
        {
            await opened.OpenAsync(cancellationToken);
            await using var command = opened.CreateCommand();
            command.CommandText = "SET TimeZone = 'UTC'";
            await command.ExecuteNonQueryAsync(cancellationToken);
            return new PlanFile(path, opened, await ReadHeaderAsync(command, path, cancellationToken), await ReadColumnsAsync(command, cancellationToken));
        }
        catch (Exception exception) when (exception is DuckDBException or JsonException or InvalidCastException or ArgumentException)
        {
            await opened.DisposeAsync();
            throw PlanErrors.NotAPlan(path, exception);
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>Computes the digest anew and compares it with the one in the file.</summary>
    /// <exception cref="Core.Errors.ConfigurationException">SY3004: the content is not what was written.</exception>
    public async ValueTask VerifyAsync(CancellationToken cancellationToken)
    {
        string? digest;
        try
        {
            await using var reading = await ConnectAsync(cancellationToken);
            digest = await PlanDigest.ComputeAsync(reading, cancellationToken);
        }
        catch (Exception exception) when (exception is DuckDBException or InvalidCastException)
        {
            throw PlanErrors.NotAPlan(Path, exception);
        }

        if (digest != Header.Digest)
        {
            throw PlanErrors.Changed(Path);
        }
    }

    /// <summary>Reads changes in the order of their numbers, from <paramref name="fromSeq"/> on; of one action, or of all.</summary>
    public IAsyncEnumerable<PlannedChange> ReadChangesAsync(PlanAction? action = null, long fromSeq = 1, CancellationToken cancellationToken = default) =>
        ReadRangesAsync(action is { } one ? $"action = '{PlanTables.NameOf(one)}'" : "true", fromSeq, cancellationToken);

    /// <summary>Reads the changes of these numbers, in ascending order; a number that the plan does not have is passed over.</summary>
    public async IAsyncEnumerable<PlannedChange> ReadChangesAsync(
        IReadOnlyCollection<long> seqs, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(seqs);
        await using var reading = await ConnectAsync(cancellationToken);
        foreach (var part in seqs.Order().Chunk(1000))
        {
            var range = string.Create(CultureInfo.InvariantCulture, $"seq >= {part[0]} AND seq <= {part[^1]}");
            var list = string.Join(',', part.Select(seq => seq.ToString(CultureInfo.InvariantCulture)));
            await foreach (var change in ReadAsync(reading, $"{range} AND seq IN ({list})", cancellationToken))
            {
                yield return change;
            }
        }
    }

    /// <summary>Rows that a harmless query over the plan's tables gives.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal async ValueTask<IReadOnlyList<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var reading = await ConnectAsync(cancellationToken);
        await using var command = reading.CreateCommand();
        command.CommandText = sql;
        await using var interruption = new Interruption(command, cancellationToken);

        // The engine works on the caller's thread, which may be one that draws.
        return await Task.Run(Read, cancellationToken);

        List<T> Read()
        {
            try
            {
                using var reader = command.ExecuteReader();
                var rows = new List<T>();
                while (reader.Read())
                {
                    rows.Add(read(reader));
                }

                return rows;
            }
            catch (DuckDBException failure) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(failure.Message, failure, cancellationToken);
            }
        }
    }

    /// <summary>Numbers that a harmless query over the plan's tables gives.</summary>
    internal async ValueTask<IReadOnlySet<long>> FindAsync(string sql, CancellationToken cancellationToken)
    {
        await using var reading = await ConnectAsync(cancellationToken);
        await using var command = reading.CreateCommand();
        command.CommandText = sql;
        await using var interrupt = cancellationToken.Register(command.Cancel);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new HashSet<long>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(reader.GetInt64(0));
        }

        return found;
    }

    /// <summary>Reads the rows that could not become changes, in order.</summary>
    public IAsyncEnumerable<PlanProblem> ReadProblemsAsync(CancellationToken cancellationToken = default) => ReadProblemsAsync(1, long.MaxValue, cancellationToken);

    /// <summary>Reads some of the rows that could not become changes, in order.</summary>
    /// <param name="fromSeq">Number of the first, from 1.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async IAsyncEnumerable<PlanProblem> ReadProblemsAsync(long fromSeq, long count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var reading = await ConnectAsync(cancellationToken);
        await using var command = reading.CreateCommand();
        command.UseStreamingMode = true;
        command.CommandText = "SELECT seq, side, source_row, key, \"column\", error_id, message, advice FROM problems"
            + string.Create(CultureInfo.InvariantCulture, $" WHERE seq >= {fromSeq} AND seq - {fromSeq} < {count} ORDER BY seq");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return new PlanProblem
            {
                Seq = reader.GetInt64(0),
                Side = reader.GetString(1),
                SourceRow = reader.IsDBNull(2) ? null : reader.GetInt64(2),
                Key = reader.IsDBNull(3) ? null : reader.GetString(3),
                Column = reader.IsDBNull(4) ? null : reader.GetString(4),
                ErrorId = reader.GetString(5),
                Message = reader.GetString(6),
                Advice = reader.IsDBNull(7) ? null : reader.GetString(7),
            };
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private static async ValueTask<PlanHeader> ReadHeaderAsync(DuckDBCommand command, string path, CancellationToken cancellationToken)
    {
        command.CommandText = "SELECT format_version, digest, header::VARCHAR FROM plan";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            throw PlanErrors.NotAPlan(path);
        }

        var version = reader.GetInt32(0);
        return version == PlanHeader.CurrentFormatVersion
            ? PlanJson.Read<PlanHeader>(reader.GetString(2)) with { Digest = reader.GetString(1) }
            : throw PlanErrors.OtherVersion(path, version);
    }

    private static async ValueTask<IReadOnlyList<PlanColumn>> ReadColumnsAsync(DuckDBCommand command, CancellationToken cancellationToken)
    {
        command.CommandText = "SELECT name, display_name, type::VARCHAR, role, companion_of, source FROM plan_columns ORDER BY position";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var columns = new List<PlanColumn>();
        while (await reader.ReadAsync(cancellationToken))
        {
            columns.Add(new PlanColumn
            {
                Name = reader.GetString(0),
                DisplayName = reader.IsDBNull(1) ? null : reader.GetString(1),
                Type = PlanJson.Read<Core.Tables.ColumnType>(reader.GetString(2)),
                Role = Enum.Parse<PlanColumnRole>(reader.GetString(3), ignoreCase: true),
                CompanionOf = reader.IsDBNull(4) ? null : reader.GetString(4),
                Source = reader.IsDBNull(5) ? null : reader.GetString(5),
            });
        }

        return columns;
    }

    private async IAsyncEnumerable<PlannedChange> ReadRangesAsync(
        string condition, long fromSeq, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var reading = await ConnectAsync(cancellationToken);
        for (var from = Math.Max(fromSeq, 1); from <= Header.Counts.Changes; from += RowsPerRange)
        {
            var range = string.Create(CultureInfo.InvariantCulture, $"seq >= {from} AND seq < {from + RowsPerRange}");
            await foreach (var change in ReadAsync(reading, $"{range} AND {condition}", cancellationToken))
            {
                yield return change;
            }
        }
    }

    private async IAsyncEnumerable<PlannedChange> ReadAsync(
        DuckDBConnection reading, string condition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = reading.CreateCommand();
        command.CommandText = $"SELECT {PlanRows.Select(Columns)} FROM changes WHERE {condition} ORDER BY seq";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return PlanRows.Read(reader, Columns);
        }
    }

    private async ValueTask<DuckDBConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var reading = new DuckDBConnection(connection.ConnectionString);
        await reading.OpenAsync(cancellationToken);
        await using var command = reading.CreateCommand();
        command.CommandText = "SET TimeZone = 'UTC'";
        await command.ExecuteNonQueryAsync(cancellationToken);
        return reading;
    }
}
