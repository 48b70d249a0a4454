namespace Syncline.Conformance.WebApi;

/// <summary>
/// The documented ways to write rows. What is left out is said at <see cref="ReadingExchangesTests"/>; besides, duplicate detection (30, 31), which
/// answered 500 when its page was written and answers 412 now, and the creation of a competitor (121), whose page answers with the address of an account.
/// </summary>
public sealed class WritingExchangesTests(SandboxSite site) : ReplayTest(site)
{
    [Fact]
    public Task A_row_is_created() => ReplayAsync(6, "POST accounts");

    [Fact]
    public Task A_contact_is_created() => ReplayAsync(105, "POST contacts");

    [Fact]
    public Task An_opportunity_is_created() => ReplayAsync(122, "POST opportunities");

    [Fact]
    public Task A_row_is_created_with_a_lookup() => ReplayAsync(8, "POST accounts");

    [Fact]
    public Task A_row_is_created_with_a_lookup_by_its_full_address() => ReplayAsync(113, "POST accounts");

    [Fact]
    public Task A_row_is_created_with_rows_behind_its_navigation_properties() => ReplayAsync(7, "POST accounts");

    [Fact]
    public Task A_row_is_created_with_a_row_that_has_rows_of_its_own() => ReplayAsync(115, "POST accounts");

    [Fact]
    public Task A_row_is_created_in_the_place_of_another_user() => ReplayAsync(28, "POST accounts");

    [Fact]
    public Task A_contact_is_created_and_returned_once_more() => ReplayAsync(112, "POST contacts?$select=fullname,annualincome");

    [Fact]
    public Task A_contact_is_changed_in_several_columns() => ReplayAsync(108, "PATCH contacts(");

    [Fact]
    public Task An_opportunity_is_won() => ReplayAsync(102, "POST WinOpportunity");

    [Fact]
    public Task An_opportunity_is_won_by_its_full_address() => ReplayAsync(131, "POST WinOpportunity");

    [Fact]
    public Task A_competitor_joins_an_opportunity() => ReplayAsync(123, "POST opportunities(7cf77a42-5f0e-e611-80e0-00155da84c03)/opportunitycompetitors_association/$ref");

    [Fact]
    public async Task A_competitor_leaves_an_opportunity() => await ReplayAsync(
        Exchange.At(125, "DELETE opportunities(7cf77a42-5f0e-e611-80e0-00155da84c03)/opportunitycompetitors_association/$ref?$id="), await (await SampleRows.CreateAsync(Site)).AssociateAsync(Site));

    [Fact]
    public Task A_contact_is_deleted() => ReplayAsync(126, "DELETE contacts(");

    [Fact]
    public Task A_row_is_created_and_returned() => ReplayAsync(11, "POST accounts?$select=name,creditonhold");

    [Fact]
    public Task A_contact_is_created_and_returned() => ReplayAsync(111, "POST contacts?$select=fullname,annualincome");

    [Fact]
    public Task A_row_is_updated() => ReplayAsync(97, "PATCH accounts(");

    [Fact]
    public Task A_contact_is_updated() => ReplayAsync(106, "PATCH contacts(");

    [Fact]
    public Task A_row_is_updated_and_returned() => ReplayAsync(98, "PATCH accounts(");

    [Fact]
    public Task A_lookup_is_set_by_an_update() => ReplayAsync(5, "PATCH opportunities(");

    [Fact]
    public Task One_property_is_set() => ReplayAsync(99, "PUT accounts(00000000-0000-0000-0000-000000000001)/name");

    [Fact]
    public Task One_property_of_a_contact_is_set() => ReplayAsync(109, "PUT contacts(60f77a42-5f0e-e611-80e0-00155da84c03)/telephone1");

    [Fact]
    public Task One_property_is_cleared() => ReplayAsync(100, "DELETE accounts(00000000-0000-0000-0000-000000000001)/description");

    [Fact]
    public Task A_row_is_deleted() => ReplayAsync(101, "DELETE accounts(");

    [Fact]
    public Task A_row_joins_a_collection() => ReplayAsync(0, "POST accounts(00000000-0000-0000-0000-000000000002)/opportunity_customer_accounts/$ref");

    [Fact]
    public Task A_contact_joins_the_contacts_of_an_account() => ReplayAsync(118, "POST accounts(6af77a42-5f0e-e611-80e0-00155da84c03)/contact_customer_accounts/$ref");

    [Fact]
    public Task A_contact_leaves_the_contacts_of_an_account() => ReplayAsync(120, "DELETE accounts(6af77a42-5f0e-e611-80e0-00155da84c03)/contact_customer_accounts/$ref?$id=");

    [Fact]
    public Task A_lookup_is_set_by_its_address() => ReplayAsync(4, "PUT opportunities(00000000-0000-0000-0000-000000000001)/customerid_account/$ref");

    [Fact]
    public Task A_lookup_is_cleared_by_its_address() => ReplayAsync(3, "DELETE opportunities(00000000-0000-0000-0000-000000000001)/customerid_account/$ref");
}
