using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Writing;

/// <summary>The party lists of activities (PROTOCOL 5.10): who sends, receives or takes part.</summary>
internal static class ActivityParties
{
    private const int From = 1;
    private const int To = 2;

    public static bool IsParty(Table table) => table.Name == "activityparty";

    /// <summary>Fills what the server derives of a party: its name and its address.</summary>
    public static void Derive(Transaction transaction, RowBuilder party)
    {
        if (party.Get("partyid") is not Reference reference || transaction.Find(reference.Table, reference.Id) is not { } row)
        {
            return;
        }

        party.Set("partyidname", reference.Table.PrimaryName is { } name ? row[name] : null);
        if (party.Get("addressused") is null && (reference.Table.Find("emailaddress1") ?? reference.Table.Find("internalemailaddress")) is { } address)
        {
            party.Set("addressused", row[address]);
        }
    }

    /// <summary>Takes away the parties of an activity, because a list that is sent replaces the one before it.</summary>
    public static void Clear(Transaction transaction, Table parties, Guid activity)
    {
        var column = parties.Find("activityid")!;
        foreach (var row in transaction.All(parties).Where(row => row[column] is Reference reference && reference.Id == activity).ToList())
        {
            transaction.NextVersion();
            transaction.Delete(row);
        }
    }

    /// <summary>The sender's address and the recipients' addresses, as an e-mail shows them.</summary>
    public static (string? Sender, string? Recipients) AddressesOf(IEnumerable<Row> parties)
    {
        string? sender = null;
        var recipients = new List<string>();
        foreach (var party in parties)
        {
            var address = party[party.Table.Find("addressused")!] as string;
            switch (party[party.Table.Find("participationtypemask")!])
            {
                case From:
                    sender = address;
                    break;
                case To when address is not null:
                    recipients.Add(address);
                    break;
            }
        }

        return (sender, recipients.Count == 0 ? null : string.Concat(recipients.Select(address => address + ";")));
    }
}
