using Syncline.Connectors.Dataverse.Reading;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Core.Reading;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.Parties;

/// <summary>
/// Reads the parties of activities from their own table, by the activities' ids. An activity's row could bring them along (<c>$expand</c>), but
/// only with a link of its own per row to those that find no room in the page.
/// </summary>
internal sealed class PartyReader(IDataverseTransport transport, TableCatalog catalog)
{
    /// <summary>The table of parties.</summary>
    public const string Table = "activityparty";

    private const int AtOnce = 4;

    /// <summary>As many ids as one filter takes, so that a chunk is one request (of a page of its own, unless it has more than 5,000 parties).</summary>
    private const int ActivitiesPerRequest = 100;

    private static readonly string[] Columns = ["activityid", "participationtypemask", "partyid", "partyid.table", "partyid.name", "addressused"];

    /// <summary>The parties of these activities, in the order of <see cref="PartyText"/>; an activity without any is not in it.</summary>
    public async ValueTask<IReadOnlyDictionary<Guid, List<ActivityParty>>> ReadAsync(IReadOnlyCollection<Guid> activities, CancellationToken cancellationToken)
    {
        var parties = new Dictionary<Guid, List<ActivityParty>>();
        if (activities.Count == 0)
        {
            return parties;
        }

        var table = await catalog.DescribeAsync(Table, cancellationToken);
        await Parallel.ForEachAsync(
            activities.Chunk(ActivitiesPerRequest), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (some, token) =>
            {
                var keys = new KeyFilter(["activityid"], [.. some.Select(id => new object[] { id })]);
                await foreach (var batch in transport.ReadAsync(RowQuery.From(new ReadRequest { Table = Table, Columns = Columns, Keys = keys }, table), token))
                {
                    using (batch)
                    {
                        lock (parties)
                        {
                            Add(parties, batch);
                        }
                    }
                }
            });

        foreach (var list in parties.Values)
        {
            list.Sort((left, right) => PartyText.Compare(left.Party, right.Party));
        }

        return parties;
    }

    private static void Add(Dictionary<Guid, List<ActivityParty>> parties, RowBatch batch)
    {
        for (var row = 0; row < batch.RowCount; row++)
        {
            string? Text(int column) => batch.IsNull(column, row) ? null : batch.GetText(column, row);
            if (batch.IsNull(0, row) || batch.IsNull(1, row))
            {
                continue;
            }

            var address = Text(5);
            var party = !batch.IsNull(2, row) && Text(3) is { } target ? new Party(target, batch.GetGuid(2, row), address) : new Party(null, default, address);
            if (party is { Table: null, Address: null })
            {
                continue; // a row that was deleted since leaves its party behind, with nothing to name it by
            }

            var activity = batch.GetGuid(0, row);
            if (!parties.TryGetValue(activity, out var list))
            {
                parties.Add(activity, list = []);
            }

            list.Add(new ActivityParty((int)batch.GetInt64(1, row), party, Text(4) ?? party.Address ?? party.ToString()));
        }
    }
}
