using System.Globalization;
using Syncline.Sandbox.Directory;
using Syncline.Sandbox.Site.Access;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;
using Syncline.Sandbox.Site.Writing;

namespace Syncline.Sandbox.Site.Seed;

/// <summary>Fills the tables with the sample company: its people, customers, sales and projects.</summary>
internal sealed class SampleCompany(Catalog catalog, SandboxOptions options, Transaction transaction)
{
    private readonly RowRules _rules = SampleData.Rules(catalog, options);
    private readonly SandboxDirectory _directory = options.Directory;

    /// <summary>The users to whom sample rows belong.</summary>
    private IReadOnlyList<SandboxUser> Owners { get; } = [.. options.Directory.Users.Where(user => user.Role == AccessControl.Administrator)];

    /// <summary>The id of a sample row: the same on each start.</summary>
    public static Guid IdOf(string table, string name) => StableId.Of("sample", $"{table}.{name}");

    public void Fill()
    {
        FillOrganization();
        FillAccountsAndContacts();
        FillSales();
        FillProjects();
        new SampleMessages(catalog, transaction).Fill();
        FillViews();
        FillMemberships();
    }

    private static DateTime Day(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private void FillOrganization()
    {
        Currency("EUR", "Euro", "€", 1m);
        Currency("USD", "US Dollar", "$", 1.0850m);
        Currency("CHF", "Swiss Franc", "CHF", 0.9450m);
        Add("organization", _directory.OrganizationId, ("name", SiteFacts.OrganizationName), ("languagecode", 1033), ("localeid", 1033),
            ("basecurrencyid", To("transactioncurrency", "EUR")), ("basecurrencysymbol", "€"), ("expirechangetrackingindays", 7), ("fullnameconventioncode", 1));
        Add("businessunit", _directory.BusinessUnitId, ("name", "Contoso"), ("organizationid", _directory.OrganizationId), ("isdisabled", false),
            ("emailaddress", "office@contoso.example"), ("websiteurl", "https://contoso.example"), ("address1_city", "Hamburg"), ("address1_country", "Germany"));
        Add("businessunit", _directory.NordicUnitId, ("name", "Contoso Nordic"), ("organizationid", _directory.OrganizationId), ("isdisabled", false),
            ("parentbusinessunitid", new Reference(catalog["businessunit"], _directory.BusinessUnitId)), ("address1_city", "Bergen"), ("address1_country", "Norway"));
        foreach (var user in _directory.Users.Concat(_directory.TroubledUsers.Where(user => user.Trouble != Trouble.NotAMember)))
        {
            var names = user.Name.Split(' ', 2);
            Add("systemuser", user.Id, ("firstname", names[0]), ("lastname", names[^1]), ("domainname", user.UserName), ("internalemailaddress", user.UserName),
                ("azureactivedirectoryobjectid", user.ObjectId), ("organizationid", _directory.OrganizationId), ("isdisabled", user.Trouble == Trouble.DisabledOnSite), ("accessmode", 0), ("businessunitid", new Reference(catalog["businessunit"], user.BusinessUnitId ?? _directory.BusinessUnitId)));
            Add("usersettings", user.Id, ("businessunitid", new Reference(catalog["businessunit"], user.BusinessUnitId ?? _directory.BusinessUnitId)), ("timezonecode", UserTimeZones.Utc),
                ("localeid", 1033), ("uilanguageid", 1033), ("paginglimit", 50));
        }

        // A site names an application user after its app, with # as the first name.
        foreach (var app in new[] { _directory.ConfidentialClient, _directory.CertificateClient })
        {
            Add("systemuser", app.Id, ("firstname", "#"), ("lastname", app.Name), ("domainname", $"{app.Id}@contoso.example"), ("internalemailaddress", $"{app.Id}@contoso.example"),
                ("applicationid", app.Id), ("organizationid", _directory.OrganizationId), ("isdisabled", false), ("accessmode", 4), ("businessunitid", new Reference(catalog["businessunit"], _directory.BusinessUnitId)));
        }

        foreach (var (name, description, isDefault) in SampleRecords.Teams)
        {
            Add("team", IdOf("team", name), ("name", name), ("description", description), ("teamtype", 0), ("isdefault", isDefault), ("systemmanaged", isDefault), ("membershiptype", 0),
                ("organizationid", _directory.OrganizationId), ("administratorid", User(0)), ("businessunitid", new Reference(catalog["businessunit"], _directory.BusinessUnitId)));
        }
    }

    private void FillAccountsAndContacts()
    {
        foreach (var (account, i) in SampleRecords.Accounts.Select((account, i) => (account, i)))
        {
            var domain = account.Domain + ".example";
            Add("account", IdOf("account", account.Number),
                ("name", account.Name), ("accountnumber", account.Number), ("websiteurl", $"https://{domain}"), ("emailaddress1", $"info@{domain}"),
                ("telephone1", account.Phone), ("address1_line1", account.Street), ("address1_postalcode", account.PostalCode), ("address1_city", account.City), ("address1_country", account.Country),
                ("revenue", account.Revenue), ("numberofemployees", account.Employees), ("creditlimit", account.Revenue / 100), ("industrycode", account.Industry), ("accountcategorycode", (i % 2) + 1), ("customertypecode", 3), ("description", account.Description),
                ("transactioncurrencyid", To("transactioncurrency", account.Currency)), ("ownerid", OwnerOf(account.Number, i)),
                ("parentaccountid", account.Parent is { } parent ? To("account", parent) : null));
        }

        foreach (var (contact, i) in SampleRecords.Contacts.Select((contact, i) => (contact, i)))
        {
            var account = SampleRecords.Accounts.First(account => account.Number == contact.Account);
            var number = string.Create(CultureInfo.InvariantCulture, $"C-{1001 + i}");
            Add("contact", IdOf("contact", number),
                ("firstname", contact.First), ("lastname", contact.Last), ("externaluseridentifier", number), ("jobtitle", contact.Job), ("gendercode", contact.Gender),
                ("emailaddress1", SampleRecords.Email(contact.First, contact.Last, account.Domain + ".example")), ("telephone1", string.Create(CultureInfo.InvariantCulture, $"{account.Phone[..^2]}{10 + i}")),
                ("birthdate", Day(contact.Birthday)), ("address1_line1", account.Street), ("address1_postalcode", account.PostalCode), ("address1_city", account.City), ("address1_country", account.Country),
                ("parentcustomerid", To("account", contact.Account)), ("preferredcontactmethodcode", (i % 3) + 1), ("donotphone", i % 9 == 4), ("creditlimit", 1000m * (1 + (i % 5))), ("transactioncurrencyid", To("transactioncurrency", account.Currency)), ("ownerid", OwnerOf(contact.Account, i)));
        }

        foreach (var account in SampleRecords.Accounts)
        {
            var first = SampleRecords.Contacts.Select((contact, i) => (contact, i)).First(pair => pair.contact.Account == account.Number).i;
            var row = transaction.Find(catalog["account"], IdOf("account", account.Number))!;
            var input = new RowInput();
            input.Values[catalog["account"].Find("primarycontactid")!] = To("contact", string.Create(CultureInfo.InvariantCulture, $"C-{1001 + first}"));
            _rules.Update(transaction, row, input, new Actor(_directory.Users[0].Id));
        }
    }

    private void FillSales()
    {
        foreach (var (lead, i) in SampleRecords.Leads.Select((lead, i) => (lead, i)))
        {
            Add("lead", IdOf("lead", lead.Subject), ("subject", lead.Subject), ("firstname", lead.First), ("lastname", lead.Last), ("companyname", lead.Company),
                ("emailaddress1", SampleRecords.Email(lead.First, lead.Last, lead.Domain + ".example")), ("telephone1", lead.Phone), ("leadsourcecode", lead.Source), ("leadqualitycode", (i % 3) + 1),
                ("estimatedamount", lead.Amount), ("transactioncurrencyid", To("transactioncurrency", "EUR")), ("ownerid", User(i)));
        }

        foreach (var product in SampleRecords.Products)
        {
            Add("product", IdOf("product", product.Number), ("name", product.Name), ("productnumber", product.Number), ("description", product.Description), ("price", product.Price),
                ("standardcost", product.Cost), ("quantitydecimal", 0), ("quantityonhand", product.Stock), ("stockweight", product.Weight), ("producttypecode", 1), ("transactioncurrencyid", To("transactioncurrency", "EUR")), ("organizationid", _directory.OrganizationId));
        }

        foreach (var (opportunity, i) in SampleRecords.Opportunities.Select((opportunity, i) => (opportunity, i)))
        {
            var account = To("account", opportunity.Account);
            Add("opportunity", IdOf("opportunity", opportunity.Name), ("name", opportunity.Name), ("customerid", account), ("parentaccountid", account), ("estimatedvalue", opportunity.Value),
                ("estimatedclosedate", Day(opportunity.CloseDate)), ("closeprobability", opportunity.Probability), ("opportunityratingcode", (i % 3) + 1), ("transactioncurrencyid", To("transactioncurrency", SampleRecords.Accounts.First(found => found.Number == opportunity.Account).Currency)), ("ownerid", User(i + 1)));
        }

        foreach (var (task, i) in SampleRecords.Tasks.Select((task, i) => (task, i)))
        {
            var due = Day("2025-03-10T09:00:00Z").AddDays(i);
            Add("task", IdOf("task", task.Subject), ("subject", task.Subject), ("description", task.Description), ("scheduledstart", due.AddHours(-1)), ("scheduledend", due), ("prioritycode", i % 3),
                ("actualdurationminutes", 30), ("regardingobjectid", To("account", task.Account)), ("ownerid", i % 4 == 3 ? To("team", "Key Accounts") : User(i)));
        }
    }

    private void FillProjects()
    {
        foreach (var (project, i) in SampleRecords.Projects.Select((project, i) => (project, i)))
        {
            Add("new_project", IdOf("new_project", project.Code), ("new_name", project.Name), ("new_code", project.Code), ("new_accountid", To("account", project.Account)), ("new_managerid", User(i)),
                ("new_phase", 100000000 + (i % 4)), ("new_tags", i % 2 == 0 ? new[] { 100000000, 100000001 } : [100000002]), ("new_budget", project.Budget), ("new_effort", project.Effort), ("new_progress", 12.5 * i), ("new_headcount", 2 + i),
                ("new_startdate", Day("2025-04-01").AddDays(7 * i)), ("new_kickoff", Day("2025-04-01T10:00:00Z").AddDays(7 * i)), ("transactioncurrencyid", To("transactioncurrency", "EUR")), ("ownerid", To("team", "Delivery")));
        }
    }

    private void FillViews()
    {
        foreach (var (id, name, table, fetch) in SampleViews.System)
        {
            Add("savedquery", id, ("name", name), ("returnedtypecode", table), ("fetchxml", fetch), ("querytype", 0), ("isdefault", table != "account" || name == "Active Accounts"));
        }

        foreach (var (id, name, table, fetch) in SampleViews.Personal)
        {
            Add("userquery", id, ("name", name), ("returnedtypecode", table), ("fetchxml", fetch), ("querytype", 0), ("ownerid", User(0)));
        }
    }

    private void FillMemberships()
    {
        var side = catalog["team"].FindManyToMany(catalog, "teammembership_association") ?? throw new InvalidOperationException("Teams have no members in the catalog.");
        foreach (var user in _directory.Users)
        {
            _rules.Associate(transaction, side, IdOf("team", "Contoso"), user.Id);
        }
    }

    private void Currency(string code, string name, string symbol, decimal rate) => Add("transactioncurrency", IdOf("transactioncurrency", code),
        ("isocurrencycode", code), ("currencyname", name), ("currencysymbol", symbol), ("currencyprecision", 2), ("exchangerate", rate));

    private Reference To(string table, string name) => new(catalog[table], IdOf(table, name));

    /// <summary>Two customers belong to those whose roles reach some rows alone, so that they see any.</summary>
    private Reference OwnerOf(string account, int i) => account switch
    {
        "A-1003" => OwnedBy(AccessControl.Basic) ?? User(i),
        "A-1008" => OwnedBy(AccessControl.Manager) ?? User(i),
        _ => User(i),
    };

    private Reference? OwnedBy(string role) =>
        _directory.Users.FirstOrDefault(user => user.Role == role) is { } user ? new Reference(catalog["systemuser"], user.Id) : null;

    private Reference User(int i) => new(catalog["systemuser"], Owners[i % Owners.Count].Id);

    /// <summary>Creates a row by the site's own rules. Columns that only the server writes are given too.</summary>
    private void Add(string tableName, Guid id, params (string Column, object? Value)[] values)
    {
        var table = catalog[tableName];
        var input = new RowInput { Id = id };
        var written = new Dictionary<Column, object?>();
        foreach (var (name, value) in values)
        {
            var column = table.Find(name) ?? throw new InvalidOperationException($"The sample data names a column {name}, which {tableName} does not have.");
            var stored = value switch
            {
                bool flag => Boxes.Of(flag),
                int number when column.Type == ColumnType.Decimal => Money.Canonical(number),
                int number => Boxes.Of(number),
                decimal number => Money.Canonical(number),
                _ => value,
            };
            (column.Create ? input.Values : written)[column] = stored;
        }

        var row = _rules.Create(transaction, table, input, new Actor(_directory.Users[0].Id));
        if (written.Count > 0)
        {
            var more = new RowBuilder(row);
            foreach (var (column, value) in written)
            {
                more[column] = value;
            }

            transaction.Update(row, more.Finish(row.Id, row.Version));
        }
    }
}
