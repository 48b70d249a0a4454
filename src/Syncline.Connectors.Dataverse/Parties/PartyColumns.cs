using Syncline.Connectors.Dataverse.Reading;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.Parties;

/// <summary>The party lists of a query, which are read beside its rows and put into them.</summary>
internal sealed class PartyColumns(PartyReader reader, RowQuery query)
{
    private readonly QueryColumn id = new(query.Table.Find(query.Table.PrimaryId)!.Column, query.Table.Find(query.Table.PrimaryId));

    /// <summary>Whether a query asks for any.</summary>
    public static bool AreAsked(RowQuery query) => query.Columns.Any(IsParty);

    /// <summary>The query without them, and with the rows' ids.</summary>
    public RowQuery Plain => query with { Columns = [.. query.Columns.Where(column => !IsParty(column) && column.Column.Name != id.Column.Name), id] };

    /// <summary>Rows of the plain query with party lists, in the order of columns asked for. The plain ones are not disposed.</summary>
    public async ValueTask<RowBatch> FillAsync(RowBatch plain, CancellationToken cancellationToken)
    {
        var key = plain.IndexOf(id.Column.Name);
        var parties = await reader.ReadAsync([.. Enumerable.Range(0, plain.RowCount).Select(row => plain.GetGuid(key, row)).Distinct()], cancellationToken);
        var sources = query.Columns.Select(column => IsParty(column) ? -1 : plain.IndexOf(column.Column.Name)).ToArray();
        var builder = new RowBatchBuilder([.. query.Columns.Select(column => column.Column)]);
        for (var row = 0; row < plain.RowCount; row++)
        {
            var own = parties.GetValueOrDefault(plain.GetGuid(key, row));
            for (var column = 0; column < sources.Length; column++)
            {
                builder[column].AppendValue(sources[column] < 0 ? TextOf(own, query.Columns[column].Definition!) : plain.GetValue(sources[column], row));
            }
        }

        return builder.Build();
    }

    private static string? TextOf(List<ActivityParty>? parties, ColumnDefinition column)
    {
        var role = PartyRoles.Of(column.LogicalName);
        var own = parties?.Where(party => party.Role == role) ?? [];
        return PartyText.Join(own.Select(party => column.Companion == CompanionKind.PartyNames ? party.Name : party.Party.ToString()));
    }

    private static bool IsParty(QueryColumn column) => column.Definition is { IsPartyList: true };
}
