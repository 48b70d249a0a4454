using System.Globalization;
using DuckDB.NET.Data;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Staging;

/// <summary>
/// One DuckDB database for one compare, in a private folder (mode 0700) that goes away with it. Memory is bounded; what does not fit spills
/// to the folder. After <see cref="LockDownAsync"/> no SQL can reach a file, the network, an extension or a setting.
/// Tables may be filled concurrently; everything else is for one caller at a time.
/// </summary>
internal sealed class DuckDbStage : IAsyncDisposable
{
    /// <summary>Column that numbers the rows of each staged table from 1, in the order read.</summary>
    public const string RowNumber = "@row";

    // Measured with ten million rows on each side: bench/results/sync-compare.md.
    private const long Uncounted = 320L << 20;

    private readonly string folder;

    private DuckDbStage(string folder)
    {
        this.folder = folder;

        // Tables are kept in memory and spill like any other data: filling them is three times as fast as filling a file.
        Connection = new DuckDBConnection("Data Source=:memory:");
    }

    /// <summary>The connection, for <see cref="PlanWriter"/> to attach to.</summary>
    public DuckDBConnection Connection { get; }

    /// <summary>Makes the folder and the database.</summary>
    public static async Task<DuckDbStage> OpenAsync(StageOptions options, CancellationToken cancellationToken)
    {
        var path = Path.Combine(options.WorkFolder ?? Path.GetTempPath(), $"syncline-{Guid.NewGuid():n}");
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var stage = new DuckDbStage(path);
        try
        {
            await stage.Connection.OpenAsync(cancellationToken);
            var memory = Math.Max(options.MemoryLimit ?? (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4), 64L << 20);

            // A part is left for what the engine does not count: texts that functions build, and the rows on their way into it.
            await stage.ExecuteAsync(
                string.Create(CultureInfo.InvariantCulture, $"""
                    SET memory_limit = '{(memory - Math.Min(memory / 3, Uncounted)) / 1024}KiB';
                    SET temp_directory = {Sql.Literal(Path.Combine(path, "spill"))};
                    SET threads = {options.Threads ?? Environment.ProcessorCount};
                    SET preserve_insertion_order = false;
                    SET TimeZone = 'UTC';
                    SET autoinstall_known_extensions = false;
                    SET autoload_known_extensions = false;
                    SET allow_community_extensions = false;
                    """),
                cancellationToken);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>From here on SQL reaches nothing but the tables. Attach what is needed before.</summary>
    public Task LockDownAsync(CancellationToken cancellationToken) =>
        ExecuteAsync("SET enable_external_access = false; SET lock_configuration = true;", cancellationToken);

    /// <summary>
    /// Makes a table of these columns and <see cref="RowNumber"/>, and fills it with every batch. When reading breaks off, so does this.
    /// </summary>
    /// <returns>Number of rows.</returns>
    public async Task<long> LoadAsync(
        string table, IReadOnlyList<ColumnSchema> columns, IAsyncEnumerable<RowBatch> batches, Action<long>? progress, CancellationToken cancellationToken)
    {
        var definitions = columns.Select(column => $"{Sql.Quote(column.Name)} {Sql.TypeOf(column.Type)}").Prepend($"{Sql.Quote(RowNumber)} BIGINT");
        await using var connection = Connection.Duplicate();
        await connection.OpenAsync(cancellationToken);
        await RunAsync(connection, $"CREATE TABLE {Sql.Quote(table)} ({string.Join(", ", definitions)})", command => command.ExecuteNonQuery(), cancellationToken);
        using var appender = new RowAppender(connection, table, columns);
        await foreach (var batch in batches.WithCancellation(cancellationToken))
        {
            using (batch)
            {
                appender.Append(batch);
            }

            progress?.Invoke(appender.Rows);
        }

        appender.Close();
        return appender.Rows;
    }

    /// <summary>Runs statements.</summary>
    public Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken) =>
        RunAsync(Connection, sql, command => command.ExecuteNonQuery(), cancellationToken);

    /// <summary>Runs statements in a transaction of their own: all take hold, or none. They may write to one attached database only.</summary>
    public async Task TransactAsync(string sql, CancellationToken cancellationToken)
    {
        // On a connection of its own: another statement of the stage must not end up in the middle of it.
        await using var connection = Connection.Duplicate();
        await connection.OpenAsync(cancellationToken);
        await RunAsync(connection, "BEGIN", command => command.ExecuteNonQuery(), cancellationToken);
        try
        {
            await RunAsync(connection, sql, command => command.ExecuteNonQuery(), cancellationToken);
            await RunAsync(connection, "COMMIT", command => command.ExecuteNonQuery(), cancellationToken);
        }
        catch
        {
            await RunAsync(connection, "ROLLBACK", command => command.ExecuteNonQuery(), CancellationToken.None);
            throw;
        }
    }

    /// <summary>The single value of a query.</summary>
    public Task<T> ScalarAsync<T>(string sql, CancellationToken cancellationToken) =>
        RunAsync(Connection, sql, command => (T)Convert.ChangeType(command.ExecuteScalar()!, typeof(T), CultureInfo.InvariantCulture), cancellationToken);

    /// <summary>The rows of a small query.</summary>
    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, Func<System.Data.Common.DbDataReader, T> read, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<T>>(
            Connection,
            sql,
            command => ReadAll(command, read),
            cancellationToken);

    /// <summary>The rows of a query, on a connection of its own: any number of callers at a time, also while a table is filled.</summary>
    public async Task<IReadOnlyList<T>> QueryApartAsync<T>(string sql, Func<System.Data.Common.DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var connection = Connection.Duplicate();
        await connection.OpenAsync(cancellationToken);
        return await RunAsync<IReadOnlyList<T>>(connection, sql, command => ReadAll(command, read), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static List<T> ReadAll<T>(DuckDBCommand command, Func<System.Data.Common.DbDataReader, T> read)
    {
        var rows = new List<T>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    // The engine works synchronously; a pool thread keeps the caller free, and a cancellation interrupts the statement.
    private static async Task<T> RunAsync<T>(DuckDBConnection connection, string sql, Func<DuckDBCommand, T> run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var interruption = new Interruption(command, cancellationToken);
        try
        {
            return await Task.Run(() => run(command), cancellationToken);
        }
        catch (DuckDBException failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw StageErrors.Of(failure);
        }
    }
}
