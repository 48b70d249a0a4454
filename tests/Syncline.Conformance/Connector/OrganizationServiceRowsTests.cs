using Syncline.Connectors.Dataverse.OrganizationService;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Core.Reading;

namespace Syncline.Conformance.Connector;

/// <summary>A recorded page of rows.</summary>
public sealed class OrganizationServiceRowsTests
{
    [Fact]
    public void A_page_has_its_rows_and_says_where_it_ends()
    {
        using var page = Parse(int.MaxValue, out var read);

        read.Rows.ShouldBe(3);
        read.HasMore.ShouldBe(false);
        read.Cookie.ShouldBe("""<cookie page="1"><accountid last="{BC73E579-2D98-E311-AD92-6C3BE5A8AD70}" first="{7BF2E032-AD92-E311-9752-6C3BE5A87DF0}" /></cookie>""");
        Enumerable.Range(0, 3).Select(row => page.GetGuid(0, row).ToString("D")).ShouldBe(
            ["7bf2e032-ad92-e311-9752-6c3be5a87df0", "dbe9d7c9-2c98-e311-9752-6c3be5a87df0", "8ff0325c-a592-e311-b7f3-6c3be5a8a0c8"]);
        page.IsNull(1, 0).ShouldBeTrue("a value that a row leaves out is null");
    }

    [Fact]
    public void No_more_rows_are_taken_than_are_wanted()
    {
        using var page = Parse(2, out var read);

        read.Rows.ShouldBe(2);
        page.RowCount.ShouldBe(2);
    }

    private static Core.Rows.RowBatch Parse(int maxRows, out SoapPage page)
    {
        var table = TableDefinitionBuilder.Build(new EntityDescription
        {
            LogicalName = "account",
            EntitySetName = "accounts",
            PrimaryIdAttribute = "accountid",
            Attributes =
            [
                new AttributeDescription { LogicalName = "accountid", Type = AttributeType.Uniqueidentifier },
                new AttributeDescription { LogicalName = "name", Type = AttributeType.String },
            ],
        });
        var query = RowQuery.From(new ReadRequest { Table = "account", Columns = ["accountid", "name"] }, table);
        page = new PageParser(query).Parse(Recordings.Bytes("soap/retrieve_multiple_result.xml"), maxRows);
        return page.Batch.ShouldNotBeNull();
    }
}
