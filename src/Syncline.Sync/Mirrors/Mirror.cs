using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;
using Syncline.Sync.Staging;

namespace Syncline.Sync.Mirrors;

/// <summary>
/// A copy of one table's rows as a project last read them, with the token or watermark from which the next read goes on: one DuckDB file, attached to
/// the stage. It is changed in one transaction after a read has come to its end, so it is always the table as it was at some moment; a compare
/// looks at the whole of it, and what an apply did not write stays a difference. Good for one compare.
/// </summary>
internal sealed class Mirror
{
    private const int Format = 1;

    private readonly DuckDbStage stage;
    private readonly string alias;
    private readonly string identity;
    private readonly IReadOnlyList<ColumnSchema> columns;

    private Mirror(DuckDbStage stage, string alias, string identity, IReadOnlyList<ColumnSchema> columns, ColumnSchema key)
    {
        this.stage = stage;
        this.alias = alias;
        this.identity = identity;
        this.columns = columns;
        Key = key;
    }

    /// <summary>Column of the primary key.</summary>
    public ColumnSchema Key { get; }

    /// <summary>From where the next read goes on; null when every row must be read.</summary>
    public string? Since { get; private set; }

    /// <summary>Why every row must be read; null when <see cref="Since"/> is given, or when this is the first read.</summary>
    public string? WhyWhole { get; private set; }

    /// <summary>Table with the rows.</summary>
    public string Rows => Table("mirrored");

    /// <summary>Table with the keys (<c>id</c>) of rows that changed or went since <see cref="ComparedKeys"/> last looked; a key may stand there more than once.</summary>
    public string Touched => Table("touched");

    /// <summary>Table with what the last compare found; gone after every row was read anew. See <see cref="ComparedKeys"/>.</summary>
    public string Compared => Table("compared");

    /// <summary>A table of the file, as SQL names it.</summary>
    public string Table(string name) => $"{alias}.{name}";

    /// <summary>Whether the file has all of these tables.</summary>
    public async Task<bool> HasAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken) => tables.Count == await stage.ScalarAsync<int>(
        $"SELECT count(*) FROM duckdb_tables() WHERE database_name = {Sql.Literal(alias)} AND table_name IN ({string.Join(", ", tables.Select(Sql.Literal))})", cancellationToken);

    /// <summary>Opens or makes the mirror of a table; before the stage is locked down.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="folder">Folder of all mirrors; made private.</param>
    /// <param name="alias">Name in the stage.</param>
    /// <param name="identity">What it is the mirror of: project, system, connection, table. Another identity is another file.</param>
    /// <param name="columns">Columns that are read; a mirror of other columns is begun anew.</param>
    /// <param name="key">Column of the primary key; one of them.</param>
    /// <param name="whole">Whether to begin anew in any case.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null with the reason when it can't be used now: somebody else has it, or it is damaged.</returns>
    public static async Task<(Mirror? Mirror, string? Why)> OpenAsync(
        DuckDbStage stage, string folder, string alias, string identity, IReadOnlyList<ColumnSchema> columns, ColumnSchema key, bool whole, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsSpan(0, 12));
        var path = Path.Combine(folder, $"{name}.mirror");
        try
        {
            await stage.ExecuteAsync($"ATTACH {Sql.Literal(path)} AS {alias}", cancellationToken);
        }
        catch (SynclineException exception)
        {
            return (null, $"the copy of the last read can not be used ({exception.Error.ServerText?.Split('\n')[0] ?? exception.Message})");
        }

        var mirror = new Mirror(stage, alias, identity, columns, key);
        await mirror.BeginAsync(whole, cancellationToken);
        return (mirror, null);
    }

    /// <summary>Takes a read over into the mirror, all or nothing.</summary>
    /// <param name="read">Staged table with the rows that were read.</param>
    /// <param name="isWhole">Whether those are all rows that there are.</param>
    /// <param name="gone">SQL of a query that gives the keys of rows that are gone; null for none.</param>
    /// <param name="since">From where the next read goes on; null when it can't.</param>
    /// <param name="cancellationToken">Stops it; the mirror stays as it was.</param>
    public async Task TakeAsync(string read, bool isWhole, string? gone, string? since, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", columns.Select(column => Sql.Quote(column.Name)));
        var id = Sql.Quote(Key.Name);
        var clear = isWhole
            ? $"DELETE FROM {Rows}; DELETE FROM {Touched}; DROP TABLE IF EXISTS {Compared};"
            : $"CREATE TEMP TABLE touched_now AS SELECT {id} AS id FROM {read}{(gone is null ? "" : $" UNION ALL {gone}")}; INSERT INTO {Touched} SELECT id FROM touched_now; DELETE FROM {Rows} WHERE {id} IN (SELECT id FROM touched_now); DROP TABLE touched_now;";
        await stage.TransactAsync(
            $"""
            {clear}
            INSERT INTO {Rows} SELECT {names} FROM {read};
            UPDATE {alias}.mirror SET since = {(since is null ? "NULL" : Sql.Literal(since))};
            """,
            cancellationToken);
    }

    /// <summary>Makes the staged table of the rows, each with its number in the mirror.</summary>
    /// <param name="staged">Name of the table.</param>
    /// <param name="ids">SQL of a query that gives the keys of the rows; null for all rows.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task StageAsync(string staged, string? ids, CancellationToken cancellationToken) => stage.ExecuteAsync(
        $"CREATE TABLE {staged} AS SELECT rowid + 1 AS {Sql.Quote(DuckDbStage.RowNumber)}, {string.Join(", ", columns.Select(column => Sql.Quote(column.Name)))} FROM {Rows}"
            + (ids is null ? "" : $" WHERE {Sql.Quote(Key.Name)} IN ({ids})"),
        cancellationToken);

    private async Task BeginAsync(bool whole, CancellationToken cancellationToken)
    {
        var shape = string.Join(", ", columns.Select(column => $"{Sql.Quote(column.Name)} {Sql.TypeOf(column.Type)}"));
        if (await HasAsync(["mirror", "mirrored", "touched"], cancellationToken))
        {
            var rows = await stage.QueryAsync(
                $"SELECT format, identity, shape, since FROM {alias}.mirror",
                row => (Format: row.GetInt32(0), Identity: row.GetString(1), Shape: row.GetString(2), Since: row.IsDBNull(3) ? null : row.GetString(3)),
                cancellationToken);
            if (rows is [var state] && state.Format == Format && state.Identity == identity && state.Shape == shape && !whole)
            {
                Since = state.Since;
                return;
            }

            WhyWhole = whole ? "it was asked for" : "the project reads other columns than last time";
        }

        await stage.TransactAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                CREATE OR REPLACE TABLE {Rows} ({shape});
                CREATE OR REPLACE TABLE {Touched} (id {Sql.TypeOf(Key.Type)});
                DROP TABLE IF EXISTS {Compared};
                CREATE OR REPLACE TABLE {alias}.mirror (format INTEGER, identity VARCHAR, shape VARCHAR, since VARCHAR);
                INSERT INTO {alias}.mirror VALUES ({Format}, {Sql.Literal(identity)}, {Sql.Literal(shape)}, NULL);
                """),
            cancellationToken);
    }
}
