using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Writing;

/// <summary>
/// The published duplicate detection rules: accounts, contacts and leads with the same e-mail address. They are checked only when the client asks with
/// <c>MSCRM.SuppressDuplicateDetection: false</c> (PROTOCOL 5.9).
/// </summary>
internal static class DuplicateDetection
{
    private static readonly string[] Tables = ["account", "contact", "lead"];

    public static void Check(SiteRequest request, Transaction transaction, Table table, RowInput input, Guid? own)
    {
        if (!string.Equals(request.Header("MSCRM.SuppressDuplicateDetection"), "false", StringComparison.OrdinalIgnoreCase)
            || !table.Facts.DuplicateDetection || !Tables.Contains(table.Name, StringComparer.Ordinal))
        {
            return;
        }

        var column = table.Find("emailaddress1")!;
        if (input.Values.GetValueOrDefault(column) is string address
            && transaction.All(table).Any(row => row.Id != own && row[column] is string known && known.Equals(address, StringComparison.OrdinalIgnoreCase)))
        {
            throw new SiteException(412, "0x80040333", "A record was not created or updated because a duplicate of the current record already exists.") { Name = "DuplicateRecordsFound" };
        }
    }
}
