using System.Globalization;
using System.Text;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Rows;
using Syncline.Sandbox.Site.Store;
using Syncline.Sandbox.Site.Traffic;

namespace Syncline.Sandbox.Site.Tracking;

/// <summary>
/// Change tracking (PROTOCOL 5.3): <c>Prefer: odata.track-changes</c> ends a list with a delta link, and the link gives what was changed and deleted since.
/// Changes come in the order in which they were made; a row changed twice comes once.
/// </summary>
internal sealed class ChangeTracking(Catalog catalog, SiteClock clock)
{
    private static readonly string[] Refused = ["$filter", "$orderby", "$expand", "$top"];

    /// <summary>Refuses what can't be tracked.</summary>
    public static void Check(SiteRequest request, Table table)
    {
        if (!table.Facts.ChangeTracking)
        {
            throw new SiteException(400, "0x80072491", $"Entity {table.Name} isn't enabled for change tracking.") { Name = "ChangeTrackingNotEnabledForEntity" };
        }

        foreach (var name in request.Query.Names)
        {
            if (Refused.Contains(name, StringComparer.Ordinal))
            {
                throw SiteErrors.BadQuery($"The query option '{name}' can't be used with change tracking.");
            }
        }
    }

    /// <summary>The token of a snapshot.</summary>
    public DeltaToken TokenOf(Snapshot snapshot) => new(snapshot.Version, clock.GetUtcNow().UtcDateTime);

    /// <summary>The address that gives the changes after a token.</summary>
    public static string LinkOf(SiteRequest request, DeltaToken token)
    {
        var select = request.Query["$select"] is { } columns ? $"$select={Uri.EscapeDataString(columns)}&" : "";
        return $"{request.ServiceRoot}{request.RawPath}?{select}$deltatoken={Uri.EscapeDataString(token.ToString())}";
    }

    /// <summary>The changes since a token.</summary>
    public SiteAnswer Answer(SiteRequest request, Snapshot snapshot, Table table, Projection projection, string text)
    {
        Check(request, table);
        request.Query.AllowOnly("$select", "$deltatoken", "$skiptoken");
        var size = Math.Min(request.Prefer.MaxPageSize ?? table.MaxPage, table.MaxPage);
        var since = Valid(snapshot, text);
        var (page, more, until) = Page(snapshot, table, since, request.Query["$skiptoken"], size);
        request.Work.RowsRead += page.Count;
        var rows = new RowJson(snapshot, catalog, request.Prefer, single: false);
        var columns = projection.Selected.Count == 0 ? "" : $"({string.Join(',', projection.Selected)})";
        return new SiteAnswer(200)
        {
            Body = async (output, cancellationToken) =>
            {
                using var json = new JsonBytes();
                json.StartObject();
                json.Name("@odata.context");
                json.Text($"{request.ContextRoot}{table.SetName}{columns}/$delta");
                if (more)
                {
                    json.Name("@odata.nextLink");
                    json.Text($"{LinkOf(request, since)}&$skiptoken={Uri.EscapeDataString(PlaceOf(new TrackedPage(page, more, until)))}");
                }
                else
                {
                    json.Name("@odata.deltaLink");
                    json.Text(LinkOf(request, until));
                }

                json.Name("value");
                json.StartArray();
                foreach (var (_, row, deleted) in page)
                {
                    json.StartObject();
                    if (row is not null)
                    {
                        RowJson.WriteETag(json, row);
                        rows.WriteFields(json, row, projection);
                    }
                    else
                    {
                        json.Name("@odata.context");
                        json.Text($"{request.ContextRoot}{table.SetName}/$deletedEntity");
                        json.Name("id");
                        json.Id(deleted);
                        json.Name("reason");
                        json.Text("deleted");
                    }

                    json.EndObject();
                    await json.SendIfFullAsync(output, cancellationToken);
                }

                json.EndArray();
                json.EndObject();
                await json.SendAsync(output, cancellationToken);
            },
        };
    }

    /// <summary>A page of changes, as every service shows them.</summary>
    /// <param name="snapshot">What the request sees.</param>
    /// <param name="table">The table.</param>
    /// <param name="since">The token that the client holds; null for every row.</param>
    /// <param name="place">Where the page before this one ended, as <see cref="PlaceOf"/> wrote it; null for the first page.</param>
    /// <param name="size">The most changes on the page.</param>
    public TrackedPage Page(Snapshot snapshot, Table table, DeltaToken? since, string? place, int size)
    {
        var (after, until) = place is not null ? Place(place) : (since?.Version ?? -1, TokenOf(snapshot));
        var changes = Changes(snapshot, table, after, until.Version).Where(change => since is not null || change.Row is not null).Take(size + 1).ToList();
        var more = changes.Count > size;
        return new TrackedPage(more ? changes[..size] : changes, more, until);
    }

    /// <summary>Where a page ends.</summary>
    public static string PlaceOf(TrackedPage page) => string.Create(CultureInfo.InvariantCulture, $"{page.Changes[^1].Version}~{page.Until}");

    /// <summary><c>/$count</c> of the changes since a token.</summary>
    public SiteAnswer Count(SiteRequest request, Snapshot snapshot, Table table, string text)
    {
        Check(request, table);
        var count = Changes(snapshot, table, Valid(snapshot, text).Version, snapshot.Version).Count();
        return SiteAnswer.Text("text/plain", Encoding.UTF8.GetBytes(count.ToString(CultureInfo.InvariantCulture)));
    }

    private static IEnumerable<(long Version, Row? Row, Guid Deleted)> Changes(Snapshot snapshot, Table table, long after, long until)
    {
        var rows = snapshot[table];
        var changed = rows.ByKey.All().Where(row => row.Version > after && row.Version <= until).Select(row => (row.Version, (Row?)row, Guid.Empty));
        return changed.Concat(Deleted(rows, after, until)).OrderBy(change => change.Item1);
    }

    private static IEnumerable<(long Version, Row? Row, Guid Deleted)> Deleted(TableRows rows, long after, long until)
    {
        var seen = new HashSet<Guid>();
        for (var stone = rows.Deleted; stone is not null && stone.Version > after; stone = stone.Previous)
        {
            // A row that has come back since is a changed row.
            if (stone.Version <= until && seen.Add(stone.Id) && rows.Find(stone.Id) is null)
            {
                yield return (stone.Version, null, stone.Id);
            }
        }
    }

    private static (long After, DeltaToken Until) Place(string text)
    {
        var mark = text.IndexOf('~', StringComparison.Ordinal);
        return mark > 0 && long.TryParse(text.AsSpan(0, mark), NumberStyles.None, CultureInfo.InvariantCulture, out var after)
            ? (after, DeltaToken.Parse(text[(mark + 1)..]))
            : throw SiteErrors.BadQuery("The skip token is not valid.");
    }

    /// <summary>Reads a token; one that has outlived its days is refused.</summary>
    public DeltaToken Valid(Snapshot snapshot, string text)
    {
        var token = DeltaToken.Parse(text);
        var organization = catalog["organization"];
        var days = snapshot[organization].ByKey.All().FirstOrDefault()?[organization.Find("expirechangetrackingindays")!] as int? ?? 7;
        return clock.GetUtcNow().UtcDateTime - token.At <= TimeSpan.FromDays(days)
            ? token
            : throw new SiteException(400, "0x80044352", "Version stamp associated with the client has expired. Please perform a full sync.") { Name = "ExpiredVersionStamp" };
    }
}
