using System.Globalization;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Seed;

/// <summary>
/// Adds accounts and contacts in any number. Row <c>i</c> depends on <c>i</c> alone, so a larger sandbox holds every row of a smaller one. Rows are like a sample
/// row in everything but the columns given here, and share what can be shared, for a million of them should fit a laptop.
/// </summary>
internal sealed class GeneratedRows(Catalog catalog, Snapshot start)
{
    private const int NumberBase = 1_000_000;
    private const ulong AccountKind = 0x41;
    private const ulong ContactKind = 0x43;
    private static readonly string[] FirstNames =
        ["Anna", "Ben", "Clara", "David", "Elif", "Felix", "Greta", "Hannes", "Ida", "Jakob", "Klara", "Leon", "Mia", "Noah", "Olivia", "Paul", "Quinn", "Rosa", "Samuel", "Tilda", "Umar", "Vera", "Wim", "Xenia", "Yara", "Zoe", "Amir", "Beatriz", "Chen", "Dana", "Emil", "Fatima"];

    private static readonly string[] LastNames =
        ["Abel", "Becker", "Costa", "Dorn", "Engel", "Fischer", "Garcia", "Hoffmann", "Ivanov", "Jansen", "Kraus", "Lopez", "Meyer", "Novak", "Olsen", "Peters", "Quint", "Rossi", "Silva", "Thomas", "Ulrich", "Vidal", "Wagner", "Xu", "Young", "Zimmer", "Berg", "Chevalier", "Dahl", "Eriksen", "Frank", "Gill"];

    private static readonly string[] Trades = ["Trading", "Logistics", "Foods", "Textiles", "Machines", "Energy", "Software", "Clinics", "Timber", "Optics", "Metals", "Travel"];
    private static readonly string[] Jobs = ["Buyer", "Engineer", "Accountant", "Sales Manager", "Technician", "Director", "Assistant", "Planner"];
    private static readonly (string City, string PostalCode, string Country)[] Places =
        [("Hamburg", "20095", "Germany"), ("Lyon", "69002", "France"), ("Porto", "4050-253", "Portugal"), ("Graz", "8010", "Austria"), ("Ghent", "9000", "Belgium"), ("Turin", "10121", "Italy"), ("Malmö", "211 22", "Sweden"), ("Kraków", "31-001", "Poland")];

    private static readonly string[] Streets = [.. Enumerable.Range(0, 512).Select(i => string.Create(CultureInfo.InvariantCulture, $"{LastNames[i % 32]} Street {1 + (i / 4)}"))];
    private static readonly string[] FullNames = [.. Enumerable.Range(0, 1024).Select(i => $"{FirstNames[i % 32]} {LastNames[i / 32]}")];
    private static readonly string[] Phones = [.. Enumerable.Range(0, 4096).Select(i => string.Create(CultureInfo.InvariantCulture, $"+49 40 555 {i:0000}"))];
    private static readonly object[] Days = [.. Enumerable.Range(0, 2048).Select(i => (object)new DateTime(2019, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(i).AddSeconds(i * 37 % 86400))];
    private static readonly object[] Birthdays = [.. Enumerable.Range(0, 4096).Select(i => (object)new DateTime(1955, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(i * 4))];
    private static readonly object[] Amounts = [.. Enumerable.Range(0, 1024).Select(i => (object)(((i + 1) * 2500m) + 0.0m))];

    public Snapshot Add(int count)
    {
        var accounts = new Row[count];
        var contacts = new Row[count];
        var references = new Reference[count];
        var version = start.Version;
        FillAccounts(accounts, references, version);
        FillContacts(contacts, references, version + count);
        TableRows[] tables = [.. start.Tables];
        Put(tables, catalog["account"], accounts);
        Put(tables, catalog["contact"], contacts);
        return new Snapshot(tables, version + (2L * count));
    }

    private static void Put(TableRows[] tables, Table table, Row[] rows) =>
        tables[table.Ordinal] = tables[table.Ordinal].With(rows);

    private void FillAccounts(Row[] rows, Reference[] references, long version)
    {
        var table = catalog["account"];
        var shape = Shape(table, "accountnumber",
            "name", "accountnumber", "emailaddress1", "telephone1", "address1_line1", "address1_city", "address1_postalcode", "address1_country",
            "numberofemployees", "revenue", "revenue_base", "industrycode", "websiteurl", "createdon", "modifiedon", "parentaccountid", "primarycontactid", "description", "creditlimit", "creditlimit_base");
        for (var i = 0; i < rows.Length; i++)
        {
            var mix = StableId.Mix((ulong)i ^ 0xACC0);
            var place = Places[mix % 8];
            var number = (NumberBase + i + 1).ToString(CultureInfo.InvariantCulture);
            var day = Days[(mix >> 20) % 2048];
            var amount = Amounts[(mix >> 32) % 1024];
            var id = StableId.Of(AccountKind, i);
            references[i] = new Reference(table, id);
            rows[i] = new Row(shape, id, version + i + 1,
            [
                string.Concat(LastNames[(mix >> 3) % 32], " ", Trades[(mix >> 8) % 12], " ", number),
                string.Concat("A-", number),
                string.Concat("office@a", number, ".example"),
                Phones[(mix >> 28) % 4096],
                Streets[(mix >> 12) % 512],
                place.City,
                place.PostalCode,
                place.Country,
                Boxes.Of((int)((mix >> 40) % 900) + 1),
                amount,
                amount,
                Boxes.Of((int)((mix >> 50) % 33) + 1),
                null,
                day,
                day,
                null,
                null,
                null,
                amount,
                amount,
            ]);
        }
    }

    private void FillContacts(Row[] rows, Reference[] accounts, long version)
    {
        var table = catalog["contact"];
        var shape = Shape(table, "externaluseridentifier",
            "firstname", "lastname", "fullname", "externaluseridentifier", "emailaddress1", "telephone1", "jobtitle", "gendercode", "birthdate",
            "address1_line1", "address1_city", "address1_postalcode", "address1_country", "parentcustomerid", "creditlimit", "creditlimit_base", "createdon", "modifiedon");
        for (var i = 0; i < rows.Length; i++)
        {
            var mix = StableId.Mix((ulong)i ^ 0xC0117AC7);
            var place = Places[mix % 8];
            var number = (NumberBase + i + 1).ToString(CultureInfo.InvariantCulture);
            var (first, last) = ((int)((mix >> 3) % 32), (int)((mix >> 8) % 32));
            var day = Days[(mix >> 20) % 2048];
            var amount = Amounts[(mix >> 32) % 1024];
            rows[i] = new Row(shape, StableId.Of(ContactKind, i), version + i + 1,
            [
                FirstNames[first],
                LastNames[last],
                FullNames[(last * 32) + first],
                string.Concat("C-", number),
                string.Concat(FirstNames[first], ".", number, "@people.example").ToLowerInvariant(),
                Phones[(mix >> 28) % 4096],
                Jobs[(mix >> 13) % 8],
                Boxes.Of((int)((mix >> 16) % 2) + 1),
                Birthdays[(mix >> 42) % 4096],
                Streets[(mix >> 54) % 512],
                place.City,
                place.PostalCode,
                place.Country,
                accounts[i - (int)((mix >> 24) % 4 * 3 % (ulong)(i + 1))],
                amount,
                amount,
                day,
                day,
            ]);
        }
    }

    /// <summary>A shape after the first sample row that is in euro, so that amounts and their base amounts are the same.</summary>
    private RowShape Shape(Table table, string order, params string[] varies)
    {
        var like = start[table].ByKey.All().OrderBy(row => row[table.Find(order)!] as string, StringComparer.Ordinal).First();
        return RowShape.Like(like, [.. varies.Select(name => table.Find(name)!)]);
    }
}
