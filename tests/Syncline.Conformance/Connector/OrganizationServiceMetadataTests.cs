using System.Net.Http.Headers;
using System.Text.Json;
using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.OrganizationService;
using Syncline.Connectors.Dataverse.OrganizationService.Metadata;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Connectors.Dataverse.WebApi;
using Syncline.Conformance.Metadata;
using MetadataReader = Syncline.Connectors.Dataverse.WebApi.MetadataReader;

namespace Syncline.Conformance.Connector;

/// <summary>
/// Recorded EntityMetadata, as the connector reads it, against the same table as it reads it from the Web API (whose metadata other tests hold against the
/// same recordings), member by member.
/// </summary>
public sealed class OrganizationServiceMetadataTests(SandboxSite site)
{
    /// <summary>What the sandbox's account has on top of the recorded one.</summary>
    private static readonly string[] Added = ["new_accountnumberkey", "originatingleadid to lead by originatingleadid"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("account")]
    [InlineData("team")]
    public async Task A_recorded_table_is_described_as_the_Web_API_describes_it(string table)
    {
        var recorded = Read($"metadata/{table}.entitymetadata.xml");
        var served = await ServedAsync(table);
        var disagreements = new Disagreements();
        disagreements.Compare(table, "table", OwnText(recorded), OwnText(served));
        disagreements.CompareAll("attribute", recorded.Attributes, served.Attributes, attribute => attribute.LogicalName, attribute => Text(attribute with { DisplayName = attribute.DisplayName?.Trim() }));
        disagreements.CompareAll("key", recorded.Keys, served.Keys.Where(key => !Added.Contains(key.LogicalName)), key => key.LogicalName, Text);
        disagreements.CompareAll("lookup", recorded.Lookups, served.Lookups.Where(lookup => !Added.Contains(Name(lookup))), Name, Text);
        disagreements.ShouldBeNone();
    }

    [Fact]
    public void The_columns_of_a_recorded_table_are_those_of_the_published_ones()
    {
        var disagreements = new Disagreements();
        foreach (var table in (string[])["account", "team"])
        {
            var read = Read($"metadata/{table}.entitymetadata.xml").Attributes.ToDictionary(attribute => attribute.LogicalName, StringComparer.Ordinal);
            foreach (var row in Recordings.RowsOf("metadata/attributes.csv", table))
            {
                var attribute = read[row["attribute"]];
                disagreements.Compare(row["attribute"], "create", row["create"], attribute.IsValidForCreate ? "true" : "false");
                disagreements.Compare(row["attribute"], "update", row["update"], attribute.IsValidForUpdate ? "true" : "false");
                disagreements.Compare(row["attribute"], "targets", row["targets"], string.Join(';', attribute.Targets));
                disagreements.Compare(row["attribute"], "label", row["label"], attribute.DisplayName?.Trim() ?? "");
            }
        }

        disagreements.ShouldBeNone();
    }

    [Fact]
    public void A_table_of_an_old_build_is_addressed_by_its_logical_name_and_its_lookups_by_their_columns()
    {
        var table = Result("soap/retrieve_entity_response.xml", "EntityMetadata", EntityMetadataReader.Read);

        table.LogicalName.ShouldBe("opportunity");
        table.EntitySetName.ShouldBe("opportunity");
        table.DisplayName.ShouldBe("Opportunity");
        table.PrimaryIdAttribute.ShouldBe("opportunityid");
        table.Attributes.Select(attribute => (attribute.LogicalName, attribute.Type)).ShouldBe(
        [
            ("accountid", AttributeType.Lookup), ("accountidname", AttributeType.String), ("accountidyominame", AttributeType.String),
            ("actualclosedate", AttributeType.DateTime), ("actualvalue", AttributeType.Money),
        ]);
        table.Attributes[0].Targets.ShouldBe(["account"]);
        table.Attributes[4].Precision.ShouldNotBeNull();
        var related = Result("soap/retrieve_entity_relationships_response.xml", "EntityMetadata", EntityMetadataReader.Read);
        related.Lookups.ShouldContain(new LookupRelationship("createdby", "systemuser", "createdby", "lk_opportunitybase_createdby"));
        related.Association.ShouldBeNull();
    }

    [Fact]
    public void Changes_of_metadata_are_read_for_all_tables()
    {
        var tables = new List<EntityDescription>();
        Result<object>("soap/retrieve_metadata_changes_response.xml", "EntityMetadata", cursor =>
        {
            EntityMetadataReader.Each(cursor, () => tables.Add(EntityMetadataReader.Read(cursor)));
            return tables;
        });

        tables.Select(table => $"{table.LogicalName}: {string.Join(' ', table.Attributes.Select(attribute => attribute.LogicalName))}").ShouldBe(
            ["incident: contactid resolvebyslastatusname", "contact: customertypecodename processid", "annotation: createdonbehalfbyyominame owninguser"]);
    }

    [Theory]
    [InlineData("soap/retrieve_attribute_response.xml", "new_value", "Money")]
    [InlineData("soap/retrieve_attribute_identifier_response.xml", "accountid", "Uniqueidentifier")]
    public void A_single_attribute_is_read_whether_its_type_is_named_or_not(string file, string name, string type)
    {
        var attribute = Result(file, "AttributeMetadata", cursor => MetadataXml.Attribute(cursor.Tree()));

        attribute.LogicalName.ShouldBe(name);
        attribute.Type.ToString().ShouldBe(type);
    }

    private static EntityDescription Read(string file)
    {
        var cursor = new XmlCursor(Recordings.Bytes(file));
        cursor.MoveToRoot();
        return EntityMetadataReader.Read(cursor);
    }

    private static T Result<T>(string file, string name, Func<XmlCursor, T> read)
        where T : class
    {
        var cursor = new XmlCursor(Recordings.Bytes(file));
        SoapAnswer.EnterResult(cursor);
        T? found = null;
        SoapAnswer.ReadResults(cursor, key =>
        {
            if (key == name)
            {
                found = read(cursor);
            }
            else
            {
                cursor.Skip();
            }
        });
        SoapAnswer.LeaveResult(cursor);
        return found.ShouldNotBeNull();
    }

    private async Task<EntityDescription> ServedAsync(string table)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", site.Token);
        var client = new WebApiClient(http, SiteAddresses.Parse(site.Server.Addresses.Site), new FixedToken(site.Token));
        return (await new MetadataReader(client).DescribeAsync(table, Cancel)).ShouldNotBeNull();
    }

    private static string Name(LookupRelationship lookup) => $"{lookup.Attribute} to {lookup.Target} by {lookup.NavigationPropertyName}";

    /// <summary>The table without its members; the sandbox has no descriptions.</summary>
    private static string OwnText(EntityDescription table) => Text(table with { Attributes = [], Keys = [], Lookups = [], Description = null });

    /// <summary>Every member, lists included.</summary>
    private static string Text<T>(T value) => JsonSerializer.Serialize(value);
}
