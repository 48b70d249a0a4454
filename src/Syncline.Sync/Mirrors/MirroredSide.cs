using System.Globalization;
using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;
using Syncline.Sync.Staging;

namespace Syncline.Sync.Mirrors;

/// <summary>
/// One side of an incremental project. Its rows come from the mirror, brought up to date by what changed since: as the system tracks it, or by
/// a watermark column together with the list of keys, which tells what was deleted. In any doubt every row is read, and the plan says why.
/// </summary>
/// <param name="stage">The stage.</param>
/// <param name="connection">The connection.</param>
/// <param name="table">The table.</param>
/// <param name="columns">Columns that the compare needs; the primary key is among them.</param>
/// <param name="watermark">The watermark column; null for none. Rows that have no value there are read every time.</param>
/// <param name="filter">Which of the side's rows take part; null for all. With one, every row is read.</param>
/// <param name="inOrder">Whether the order of the rows counts.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class MirroredSide(
    DuckDbStage stage, IConnection connection, TableSchema table, IReadOnlyList<ColumnSchema> columns, ColumnSchema? watermark, NativeFilter? filter, bool inOrder, TimeProvider timeProvider)
{
    // Transactions may end later than the moment that they stamp on their rows, and clocks of a server farm differ.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    private string? whyWhole;

    /// <summary>The copy of the side's rows; null when it is read whole and none is kept.</summary>
    public Mirror? Mirror { get; private set; }

    private IReadOnlyList<ColumnSchema> Kept => watermark is null || columns.Any(column => column.Name == watermark.Name) ? columns : [.. columns, watermark];

    /// <summary>Finds out whether anything but a whole read is possible, and opens the mirror; before the stage is locked down.</summary>
    public async Task OpenAsync(string folder, string alias, string identity, bool whole, CancellationToken cancellationToken)
    {
        var filtersByWatermark = watermark is not null && connection.Capabilities.FilterLanguages.Contains("odata", StringComparer.OrdinalIgnoreCase);
        whyWhole = connection.Changes is null && watermark is null ? "the connection tracks no changes, and no watermark column is given"
            : connection.Changes is null && !filtersByWatermark ? $"the connection can not filter by {watermark!.Name}"
            : filter is not null ? "a filter is set, and a row that leaves it would not be told as changed"
            : table.PrimaryKey is not { Columns: [var key] } || columns.All(column => column.Name != key) ? $"{table.Name} has no primary key of one column that is read"
            : null;
        if (whyWhole is null)
        {
            (Mirror, whyWhole) = await Mirror.OpenAsync(stage, folder, alias, identity, Kept, Key(), whole, cancellationToken);
        }
    }

    /// <summary>Brings the mirror up to date; where there is none, stages the side's rows.</summary>
    /// <param name="staged">Name of the staged table.</param>
    /// <param name="count">Told how many rows were read.</param>
    /// <param name="cancellationToken">Stops it; the mirror stays as it was.</param>
    /// <returns>Rows that were read from the system, and why all of them were; null when only changes were.</returns>
    public async Task<(long Read, string? WhyWhole)> LoadAsync(string staged, Action<long> count, CancellationToken cancellationToken)
    {
        if (Mirror is not { } mirror)
        {
            var rows = await stage.LoadAsync(staged, columns, connection.ReadAsync(Request(columns) with { Filter = filter, InOrder = inOrder }, cancellationToken), count, cancellationToken);
            return (rows, whyWhole);
        }

        return connection.Changes is null ? await LoadByWatermarkAsync(mirror, staged, count, cancellationToken) : await LoadChangesAsync(mirror, staged, count, cancellationToken);
    }

    // A row that bears a moment to come must not hide what changes until then.
    private static DateTime Earlier(DateTime one, DateTime other) => one < other ? one : other;

    private static string Stamp(DateTime moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private async Task<(long Read, string? WhyWhole)> LoadChangesAsync(Mirror mirror, string staged, Action<long> count, CancellationToken cancellationToken)
    {
        var read = new MirrorRead();
        var changed = $"{staged}_changed";
        var rows = await stage.LoadAsync(changed, Kept, read.RowsOf(connection.Changes!.ReadAsync(Request(Kept), mirror.Since, cancellationToken)), count, cancellationToken);
        var gone = read.Gone.Count == 0 ? null : $"SELECT unnest([{string.Join(", ", read.Gone.Select(id => Sql.Literal(id, mirror.Key.Type)))}])";
        await mirror.TakeAsync(changed, read.IsWhole, gone, read.Token, cancellationToken);
        await stage.ExecuteAsync($"DROP TABLE {changed}", cancellationToken);
        var why = !read.IsWhole ? null : read.Token is null ? read.WhyWhole ?? $"changes of {table.Name} are not tracked" : read.WhyWhole ?? mirror.WhyWhole ?? "this is the first time";
        return (rows, why);
    }

    private async Task<(long Read, string? WhyWhole)> LoadByWatermarkAsync(Mirror mirror, string staged, Action<long> count, CancellationToken cancellationToken)
    {
        var key = mirror.Key;
        var began = timeProvider.GetUtcNow().UtcDateTime;
        var since = mirror.Since;
        var changed = $"{staged}_changed";
        var later = since is null ? null : new NativeFilter("odata", $"{watermark!.Name} ge {since} or {watermark.Name} eq null");
        var rows = await stage.LoadAsync(changed, Kept, connection.ReadAsync(Request(Kept) with { Filter = later }, cancellationToken), count, cancellationToken);
        string? gone = null;
        if (since is not null)
        {
            // The keys are read last: a row that was added in between is among them and not yet mirrored, and is read the next time.
            await stage.LoadAsync($"{staged}_keys", [key], connection.ReadAsync(Request([key]), cancellationToken), null, cancellationToken);
            gone = $"SELECT {Sql.Quote(key.Name)} FROM {mirror.Rows} WHERE {Sql.Quote(key.Name)} NOT IN (SELECT {Sql.Quote(key.Name)} FROM {staged}_keys)";
        }

        var latest = await stage.QueryAsync(
            $"SELECT max(epoch_us({Sql.Quote(watermark!.Name)})) FROM {changed}", row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0), cancellationToken);
        var next = latest is [{ } microseconds] ? Stamp(Earlier(DateTime.UnixEpoch.AddMicroseconds(microseconds), began) - Overlap) : since;
        await mirror.TakeAsync(changed, since is null, gone, next, cancellationToken);
        await stage.ExecuteAsync($"DROP TABLE {changed}; DROP TABLE IF EXISTS {staged}_keys", cancellationToken);
        return (rows, since is null ? mirror.WhyWhole ?? "this is the first time" : null);
    }

    private ColumnSchema Key() => columns.First(column => column.Name == table.PrimaryKey!.Columns[0]);

    private ReadRequest Request(IReadOnlyList<ColumnSchema> wanted) => new() { Table = table.Name, Columns = [.. wanted.Select(column => column.Name)] };
}
