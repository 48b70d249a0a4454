using Syncline.Connectors.Dataverse.Tests.Scripted;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Dataverse.Tests.Schema;

public sealed class DescribeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tables_are_listed_in_order_those_of_n_to_n_relationships_too_but_no_private_ones()
    {
        await using var site = new ScriptedSite().WithTables();
        await using var connection = site.Connect();

        var all = await connection.ListTablesAsync(TableFilter.All, Cancellation).ToListAsync(Cancellation);
        var users = await connection.ListTablesAsync(new TableFilter { Search = "USER" }, Cancellation).ToListAsync(Cancellation);

        all.Select(table => (table.Name, table.DisplayName, table.EntitySetName)).ShouldBe(
            [("account", "Account", "accounts"), ("contact", "Contact", "contacts"),
                ("contactleads", "Contact Leads", "contactleadscollection"), ("systemuser", "User", "systemusers"), ("team", "Team", "teams")]);
        users.Select(table => table.Name).ShouldBe(["systemuser"]);
        site.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_table_that_is_active_or_inactive_tells_what_makes_a_row_inactive()
    {
        await using var site = new ScriptedSite().WithTables();
        await using var connection = site.Connect();

        (await connection.DescribeTableAsync("contact", Cancellation)).InactiveValues.ShouldBe([new("statecode", 1), new("statuscode", 2)]);
        (await connection.DescribeTableAsync("account", Cancellation)).InactiveValues.ShouldBeEmpty("it was described without a state");
    }

    [Fact]
    public async Task Rows_are_estimated_by_the_servers_own_count_where_it_has_one()
    {
        await using var site = new ScriptedSite().WithTables();
        site.On("GET", "RetrieveTotalRecordCount(EntityNames=['account'])", """{"EntityRecordCountCollection":{"Count":1,"IsReadOnly":false,"Keys":["account"],"Values":[48213]}}""");
        site.On("GET", "RetrieveTotalRecordCount(EntityNames=['contact'])", _ => SiteReply.Fault(403, "0x80040220", "missing privilege"));
        await using var connection = site.Connect();

        (await connection.EstimateRowsAsync("account", Cancellation)).ShouldBe(48213);
        (await connection.EstimateRowsAsync("contact", Cancellation)).ShouldBeNull();
        await Should.ThrowAsync<Core.Errors.SchemaException>(async () => await connection.EstimateRowsAsync("nosuch", Cancellation));
    }

    [Fact]
    public async Task Columns_have_the_kinds_and_limits_of_their_attributes()
    {
        var contact = await DescribeAsync("contact");

        contact.Columns.Where(column => column.CompanionOf is null).ToDictionary(column => column.Name, column => column.Type.Kind).ShouldBe(new Dictionary<string, ColumnKind>
        {
            ["address1_latitude"] = ColumnKind.Double,
            ["birthdate"] = ColumnKind.Date,
            ["contactid"] = ColumnKind.Guid,
            ["creditlimit"] = ColumnKind.Money,
            ["description"] = ColumnKind.Text,
            ["donotemail"] = ColumnKind.Boolean,
            ["entityimage"] = ColumnKind.Binary,
            ["exchangerate"] = ColumnKind.Decimal,
            ["fullname"] = ColumnKind.Text,
            ["gendercode"] = ColumnKind.Choice,
            ["lastname"] = ColumnKind.Text,
            ["lastonholdtime"] = ColumnKind.DateTime,
            ["new_accountmanagerid"] = ColumnKind.Lookup,
            ["new_interests"] = ColumnKind.Choices,
            ["new_meetingtime"] = ColumnKind.LocalDateTime,
            ["ownerid"] = ColumnKind.Lookup,
            ["parentcustomerid"] = ColumnKind.Lookup,
            ["statecode"] = ColumnKind.Choice,
            ["statuscode"] = ColumnKind.Choice,
            ["versionnumber"] = ColumnKind.Integer,
        }, ignoreOrder: true);
        contact.Find("lastname")!.Type.MaxLength.ShouldBe(50);
        contact.Find("description")!.Type.MaxLength.ShouldBe(2000);
        (contact.Find("creditlimit")!.Type is { Scale: 2, Minimum: 0m, Maximum: 100000000000000m }).ShouldBeTrue();
        contact.Find("exchangerate")!.Type.Scale.ShouldBe(12);
        contact.Find("parentcustomerid")!.Type.LookupTargets.ShouldBe(["account", "contact"]);
        contact.Find("gendercode")!.Type.Choices.ShouldBe([new ChoiceOption(1, "Male"), new ChoiceOption(2, "Female")]);
        contact.Find("new_interests")!.Type.Choices.ShouldBe([new ChoiceOption(1, "Golf"), new ChoiceOption(4, "Chess")]);
        contact.Find("statecode")!.Type.Choices.ShouldBe([new ChoiceOption(0, "Active", DefaultStatus: 1), new ChoiceOption(1, "Inactive", DefaultStatus: 2)]);
        contact.Find("statuscode")!.Type.Choices.ShouldBe([new ChoiceOption(1, "Active", State: 0), new ChoiceOption(2, "Inactive", State: 1)]);
    }

    [Fact]
    public async Task An_amount_whose_digits_the_currency_decides_claims_no_scale() =>
        (await DescribeAsync("account")).Find("revenue")!.Type.Scale.ShouldBeNull();

    [Fact]
    public async Task Lookups_and_choices_have_companions_that_are_only_read()
    {
        var contact = await DescribeAsync("contact");

        var companions = contact.Columns.Where(column => column.CompanionOf is not null).ToList();
        companions.Select(column => column.Name).ShouldBe(
        [
            "gendercode.label", "new_accountmanagerid.name", "new_accountmanagerid.table", "new_interests.label", "ownerid.name", "ownerid.table",
            "parentcustomerid.name", "parentcustomerid.table", "statecode.label", "statuscode.label",
        ]);
        companions.ShouldAllBe(column => column.Type.Kind == ColumnKind.Text && column.CanRead && !column.CanInsert && !column.CanUpdate && !column.IsRequired);
        contact.Find("parentcustomerid.name")!.DisplayName.ShouldBe("Company Name (name)");
    }

    [Fact]
    public async Task What_can_be_written_and_what_must_be_is_told()
    {
        var contact = await DescribeAsync("contact");

        contact.Columns.Where(column => column.IsRequired).Select(column => column.Name).ShouldBe(["lastname"]);
        contact.Columns.Where(column => column is { CompanionOf: null, CanInsert: false }).Select(column => column.Name)
            .ShouldBe(["entityimage", "exchangerate", "fullname", "statecode", "versionnumber"]);
        (contact.Find("contactid") is { CanInsert: true, CanUpdate: false }).ShouldBeTrue();
        (contact.Find("statecode") is { CanInsert: false, CanUpdate: true }).ShouldBeTrue();
        contact.NameColumn.ShouldBe("fullname");
    }

    [Fact]
    public async Task Only_keys_whose_index_is_active_are_keys()
    {
        var account = await DescribeAsync("account");

        account.Keys.Select(key => (key.Name, string.Join(',', key.Columns), key.IsPrimary)).ShouldBe([("accountid", "accountid", true), ("new_number", "accountnumber", false)]);
    }

    [Fact]
    public async Task A_table_is_asked_for_once_and_only_for_the_types_that_it_has()
    {
        await using var site = new ScriptedSite().WithTables();
        await using var connection = site.Connect();

        var first = await connection.DescribeTableAsync("account", Cancellation);
        var second = await connection.DescribeTableAsync("account", Cancellation);

        second.ShouldBeSameAs(first);
        site.Requests.Count.ShouldBe(5);
    }

    [Theory]
    [InlineData("nosuch", null)]
    [InlineData("accounts", "account")]
    [InlineData("Contact", "contact")]
    [InlineData("acount", "account")]
    [InlineData("User", "systemuser")]
    [InlineData("x')/../y", null)]
    public async Task A_table_that_is_not_there_is_named_with_the_nearest_one(string table, string? nearest)
    {
        await using var site = new ScriptedSite().WithTables();
        await using var connection = site.Connect();

        var error = (await Should.ThrowAsync<SchemaException>(async () => await connection.DescribeTableAsync(table, Cancellation))).Error;

        error.Id.ShouldBe("DV2001");
        if (nearest is not null)
        {
            error.Advice!.ShouldContain($"\"{nearest}\"");
        }
    }

    private static async Task<TableSchema> DescribeAsync(string table)
    {
        await using var site = new ScriptedSite().WithTables();
        await using var connection = site.Connect();
        return await connection.DescribeTableAsync(table, Cancellation);
    }
}
