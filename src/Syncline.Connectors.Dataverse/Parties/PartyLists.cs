using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Parties;

/// <summary>
/// The parties that a batch writes. The server takes one list for all roles, and what is not in it is gone: so a list that is sent for one role is
/// completed by the row's parties in the others. They are read first, and the row must still have the version that was read before them.
/// </summary>
internal sealed class PartyLists
{
    private readonly RowWritePlan plan;
    private readonly ColumnDefinition partyId;
    private readonly IReadOnlyDictionary<string, EntityDescription> tables;
    private readonly Dictionary<int, IReadOnlyList<PartyBinding>> lists = [];
    private readonly Dictionary<int, ErrorDetail> errors = [];
    private readonly Dictionary<int, string> versions = [];

    private PartyLists(RowWritePlan plan, string collectionName, ColumnDefinition partyId, IReadOnlyDictionary<string, EntityDescription> tables)
    {
        this.plan = plan;
        this.partyId = partyId;
        this.tables = tables;
        CollectionName = collectionName;
    }

    /// <summary>Navigation property of the activity that holds its parties.</summary>
    public string CollectionName { get; }

    /// <summary>Reads the lists of a batch, and what completes them.</summary>
    /// <exception cref="SchemaException">The site does not describe the table's parties.</exception>
    public static async ValueTask<PartyLists> PrepareAsync(RowWritePlan plan, IDataverseTransport transport, TableCatalog catalog, CancellationToken cancellationToken)
    {
        var table = await catalog.DescribeAsync(PartyReader.Table, cancellationToken);
        var prepared = table.Find("partyid") is { } partyId && table.Find("activityid")?.CollectionByTarget.GetValueOrDefault(plan.Table.LogicalName) is { } collection
            ? new PartyLists(plan, collection, partyId, await catalog.ListAsync(cancellationToken))
            : throw SchemaErrors.MetadataBroken($"the parties of table \"{plan.Table.LogicalName}\"");
        var rows = Enumerable.Range(0, plan.Rows.RowCount).Where(row => plan.PartyColumns.Any(column => plan.IsSent(row, column))).ToList();
        if (plan.Kind == WriteKind.Insert)
        {
            rows.ForEach(row => prepared.Add(row, []));
        }
        else if (!plan.FindsByPrimaryId)
        {
            rows.ForEach(row => prepared.errors.Add(row, RowErrors.NotSendable(plan.PartyColumns[0].Definition.LogicalName, "party lists are written to rows that are found by the primary key")));
        }
        else
        {
            await prepared.CompleteAsync([.. rows.Where(row => !plan.Rows.IsNull(plan.Keys[0].Index, row))], transport, catalog, cancellationToken);
        }

        return prepared;
    }

    /// <summary>A row's whole list; null when none is sent.</summary>
    public IReadOnlyList<PartyBinding>? ListOf(int row) => lists.GetValueOrDefault(row);

    /// <summary>Why a row's list can't be sent; null when it can.</summary>
    public ErrorDetail? ErrorOf(int row) => errors.GetValueOrDefault(row);

    /// <summary>The version that the row had before its parties were read; null when they were not, or when it is not there.</summary>
    public string? VersionOf(int row) => versions.GetValueOrDefault(row);

    private async ValueTask CompleteAsync(List<int> rows, IDataverseTransport transport, TableCatalog catalog, CancellationToken cancellationToken)
    {
        var ids = rows.ToDictionary(row => row, row => plan.Rows.GetGuid(plan.Keys[0].Index, row));
        var activities = ids.Values.Distinct().ToList();
        var known = activities.Count > 0 ? await VersionsAsync(activities, transport, cancellationToken) : [];
        var parties = await new PartyReader(transport, catalog).ReadAsync(activities, cancellationToken);
        foreach (var row in rows)
        {
            if (known.TryGetValue(ids[row], out var version))
            {
                versions.Add(row, version);
            }

            Add(row, parties.GetValueOrDefault(ids[row]) ?? []);
        }
    }

    private async ValueTask<Dictionary<Guid, string>> VersionsAsync(List<Guid> activities, IDataverseTransport transport, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, string>();
        var request = new ReadRequest
        {
            Table = plan.Table.LogicalName,
            Columns = [plan.Table.PrimaryId, ReadRequest.RowVersionColumn],
            Keys = new KeyFilter([plan.Table.PrimaryId], [.. activities.Select(id => new object[] { id })]),
        };
        await foreach (var batch in transport.ReadAsync(RowQuery.From(request, plan.Table), cancellationToken))
        {
            using (batch)
            {
                Learn(found, batch);
            }
        }

        return found;
    }

    private static void Learn(Dictionary<Guid, string> found, RowBatch batch)
    {
        for (var row = 0; row < batch.RowCount; row++)
        {
            if (!batch.IsNull(1, row))
            {
                found[batch.GetGuid(0, row)] = batch.GetText(1, row);
            }
        }
    }

    /// <summary>Adds a row's list: the roles sent as the batch has them, the others as they are.</summary>
    private void Add(int row, IReadOnlyList<ActivityParty> present)
    {
        var sent = plan.PartyColumns.Where(column => plan.IsSent(row, column)).ToDictionary(column => PartyRoles.Of(column.Definition.LogicalName)!.Value);
        var list = new List<PartyBinding>();
        foreach (var party in present.Where(party => !sent.ContainsKey(party.Role) && !PartyRoles.IsDerived(party.Role)))
        {
            // Nobody chose a party that can't be bound (its table is new, say): a list without it would lose it.
            if (Bind(party.Role, party.Party) is not { } binding)
            {
                errors[row] = RowErrors.NotSendable(
                    plan.PartyColumns[0].Definition.LogicalName, $"the row has a party of table \"{party.Party.Table}\" in another role, which would be lost");
                return;
            }

            list.Add(binding);
        }

        foreach (var (role, column) in sent)
        {
            var text = plan.Rows.IsNull(column.Index, row) ? string.Empty : plan.Rows.GetText(column.Index, row);
            var parties = PartyText.Parse(text, out var why);
            foreach (var party in parties)
            {
                // A party that stays keeps the address that it was written to, where it has several.
                var same = present.FirstOrDefault(other => other.Role == role && other.Party.ToString() == party.ToString())?.Party ?? party;
                if (Bind(role, same) is { } binding)
                {
                    list.Add(binding);
                }
                else
                {
                    why ??= $"table \"{party.Table}\" has no rows that can be parties";
                }
            }

            if (why is not null)
            {
                errors[row] = RowErrors.NotSendable(column.Definition.LogicalName, why);
                return;
            }
        }

        lists[row] = list;
    }

    private PartyBinding? Bind(int role, Party party) => party.Table is null
        ? new PartyBinding(role, party, null, null)
        : partyId.NavigationTo(party.Table) is { } navigation && tables.GetValueOrDefault(party.Table)?.EntitySetName is { } set
            ? new PartyBinding(role, party, navigation, set)
            : null;
}
