namespace Syncline.Conformance.WebApi;

/// <summary>
/// The documented ways to read rows. Left out of <c>documented-exchanges.json</c>: those without an answer, custom tables, functions and actions, global discovery, changes of metadata,
/// those that are about tables the sandbox does not have (incidents, queues), the list of addresses behind a collection (80: its page misspells the name), and a definition
/// that its page shows as a list (61).
/// </summary>
public sealed class ReadingExchangesTests(SandboxSite site) : ReplayTest(site)
{
    /// <summary>Known: the sandbox gives up to 5,000 rows of an expanded collection at once, and so no link to more of them.</summary>
    private const string NoLinkToMore = "recorded, not served: value[]/Account_Tasks@odata.nextLink";

    /// <summary>Options have these members since the pages of 2020 were written; <c>account.retrievemetadatachanges.json</c> has them.</summary>
    private static readonly string[] NewerMembersOfOptions =
        [.. new[] { "ExternalValue", "ParentValues", "Tag", "IsHidden" }.Select(name => $"served, not recorded: OptionSet/Options[]/{name}")];

    /// <summary>Known: the sandbox writes no context of an expanded navigation property.</summary>
    private const string NoContextOfExpanded = "recorded, not served: OptionSet@odata.context";

    [Fact]
    public async Task A_list_with_select_and_top_has_that_many_rows() =>
        (await ReplayOnSampleDataAsync(38, "GET accounts?$select=name&$top=3")).Json.GetProperty("value").GetArrayLength().ShouldBe(3);

    [Fact]
    public Task A_page_of_a_size_has_a_next_link() => ReplayOnSampleDataAsync(40, "GET accounts?$select=name");

    [Fact]
    public Task A_filter_on_a_column_of_a_lookup() => ReplayAsync(49, "GET accounts?$select=name&$filter=primarycontactid/contactid eq");

    [Fact]
    public Task A_filter_on_the_parent_of_the_same_table() => ReplayAsync(50, "GET accounts?$select=name&$filter=parentaccountid/accountid eq");

    [Fact]
    public async Task A_filter_with_a_count_and_pages()
    {
        await SampleRows.CreateAsync(Site);
        await SampleRows.CreateAsync(Site);
        await ReplayAsync(55, "GET accounts?$select=name&$filter=contains(name,'sample')&$count=true");
    }

    [Fact]
    public async Task The_count_alone_is_a_number() => (await ReplayAsync(56, "GET accounts/$count")).Text.ShouldMatch("^\uFEFF?[0-9]+$");

    /// <summary>The page prints the currency's column without its first underscore, and without its own formatted value, which it has on a site (dv-200-annotated-list).</summary>
    [Fact]
    public Task A_list_with_formatted_values() => ReplayOnSampleDataAsync(
        57,
        "GET accounts?$select=name,donotpostalmail,accountratingcode,numberofemployees,revenue&$top=1",
        "recorded, not served: value[]/transactioncurrencyid_value",
        "served, not recorded: value[]/_transactioncurrencyid_value",
        "served, not recorded: value[]/_transactioncurrencyid_value@OData.Community.Display.V1.FormattedValue");

    [Fact]
    public Task A_list_with_an_expanded_lookup() => ReplayOnSampleDataAsync(93, "GET accounts?$select=name&$expand=primarycontactid($select=contactid,fullname)");

    [Fact]
    public Task A_list_with_an_expanded_collection() => ReplayOnSampleDataAsync(59, "GET accounts?$top=5&$select=name&$expand=Account_Tasks($select=subject,scheduledstart)", NoLinkToMore);

    [Fact]
    public Task A_list_with_an_expanded_lookup_and_collection() => ReplayOnSampleDataAsync(60, "GET accounts?$top=3&$select=name&$expand=primarycontactid", NoLinkToMore);

    [Fact]
    public Task A_row_with_select_brings_the_currency_of_money() => ReplayAsync(75, "GET accounts(00000000-0000-0000-0000-000000000001)?$select=name,revenue");

    [Fact]
    public Task A_row_of_contacts_with_select() => ReplayAsync(107, "GET contacts(60f77a42-5f0e-e611-80e0-00155da84c03)?$select=fullname,annualincome,jobtitle,description");

    [Fact]
    public Task One_property_of_a_row() => ReplayAsync(78, "GET accounts(00000000-0000-0000-0000-000000000001)/name");

    [Fact]
    public Task One_property_of_a_contact() => ReplayAsync(110, "GET contacts(60f77a42-5f0e-e611-80e0-00155da84c03)/telephone1");

    [Fact]
    public Task A_row_with_the_address_of_a_lookup() => ReplayAsync(83, "GET accounts(00000000-0000-0000-0000-000000000001)?$select=name&$expand=primarycontactid/$ref");

    [Fact]
    public Task A_list_with_the_addresses_of_a_lookup() => ReplayOnSampleDataAsync(94, "GET accounts?$select=name&$expand=primarycontactid/$ref");

    [Fact]
    public Task A_list_with_an_expanded_collection_and_spaces_in_the_address() => ReplayOnSampleDataAsync(95, "GET accounts?$top=5&$select=name&$expand=Account_Tasks($select%20=%20subject,%20scheduledstart)", NoLinkToMore);

    [Fact]
    public Task A_list_with_an_expanded_lookup_and_an_expanded_collection() => ReplayOnSampleDataAsync(96, "GET accounts?$top=3&$select=name&$expand=primarycontactid($select=contactid,fullname),Account_Tasks", NoLinkToMore);

    [Fact]
    public Task A_row_with_an_expanded_lookup_that_was_created_with_it() => ReplayAsync(116, "GET accounts(6af77a42-5f0e-e611-80e0-00155da84c03)?$select=name,&$expand=primarycontactid");

    [Fact]
    public async Task The_other_side_of_an_N_to_N_relationship() => await ReplayAsync(
        Exchange.At(124, "GET competitors(77f77a42-5f0e-e611-80e0-00155da84c03)?$select=name,&$expand=opportunitycompetitors_association"), await (await SampleRows.CreateAsync(Site)).AssociateAsync(Site));

    [Fact]
    public Task A_note_with_what_it_is_about() => ReplayAsync(134, "GET annotations(ba146d0b-fd4a-e611-80d5-00155da84802)?$select=subject,notetext&$expand=objectid_contact($select=fullname)");

    [Fact]
    public Task The_row_behind_a_lookup() => ReplayAsync(79, "GET accounts(00000000-0000-0000-0000-000000000001)/primarycontactid?$select=fullname");

    [Fact]
    public Task The_rows_of_a_collection() => ReplayAsync(119, "GET accounts(6af77a42-5f0e-e611-80e0-00155da84c03)/contact_customer_accounts?$select=fullname,jobtitle");

    [Fact]
    public Task A_row_with_an_expanded_lookup() => ReplayAsync(82, "GET accounts(00000000-0000-0000-0000-000000000001)?$select=name&$expand=primarycontactid($select=contactid,fullname)");

    [Fact]
    public Task A_row_with_an_expanded_lookup_that_has_money() => ReplayAsync(114, "GET accounts(65f77a42-5f0e-e611-80e0-00155da84c03)?$select=name,&$expand=primarycontactid($select=fullname,jobtitle,annualincome)");

    [Fact]
    public Task A_row_with_an_expanded_collection() => ReplayAsync(84, "GET accounts(915e89f5-29fc-e511-80d2-00155db07c77)?$select=name&$expand=Account_Tasks");

    [Fact]
    public Task A_row_with_an_expanded_lookup_and_collection() => ReplayAsync(85, "GET accounts(99390c24-9c72-e511-80d4-00155d2a68d1)?$select=accountid&$expand=parentaccountid");

    [Fact]
    public Task A_contact_with_its_tasks() => ReplayAsync(117, "GET contacts(6bf77a42-5f0e-e611-80e0-00155da84c03)?$select=fullname,&$expand=Contact_Tasks");

    [Fact]
    public Task Who_am_I() => ReplayAsync(128, "GET WhoAmI");

    [Fact]
    public Task A_table_is_found_by_its_name() => ReplayAsync(90, "GET EntityDefinitions?$filter=LogicalName%20eq%20'account'&$select=MetadataId");

    [Fact]
    public Task A_column_is_found_by_its_name() => ReplayAsync(91, "GET EntityDefinitions(70816501-edb9-4740-a16c-6a5efbc05d84)/Attributes?$filter=LogicalName");

    [Fact]
    public Task A_choice_of_a_column_by_its_name() => ReplayAsync(89, "GET EntityDefinitions(LogicalName='account')/Attributes(LogicalName='accountcategorycode')", [NoContextOfExpanded, .. NewerMembersOfOptions]);

    [Fact]
    public Task A_choice_of_a_column_by_its_id() => ReplayAsync(92, "GET EntityDefinitions(70816501-edb9-4740-a16c-6a5efbc05d84)/Attributes(118771ca-6fb9-4f60-8fd4-99b6124b63ad)", [NoContextOfExpanded, .. NewerMembersOfOptions]);
}
