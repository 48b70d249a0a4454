using System.Net;
using System.Text.Json;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>Definitions of tables, columns, keys, choices and relationships. Microsoft Learn: "Query table definitions using the Web API", "Retrieve table definitions by name or MetadataId"; PROTOCOL 5.2 and 6.</summary>
public sealed class DefinitionTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly SiteHost _site = shared.Site;

    [Fact]
    public async Task Every_table_is_listed_with_the_selected_properties()
    {
        var answer = await _site.GetAsync("EntityDefinitions?$select=LogicalName,EntitySetName,DisplayName");

        answer.Rows.Select(table => table.GetProperty("LogicalName").GetString()).ShouldBe(
            [
                "account", "businessunit", "contact", "lead", "new_project", "opportunity", "organization", "product", "systemuser", "task", "team", "transactioncurrency",
                "activityparty", "activitypointer", "annotation", "appointment", "competitor", "email", "new_sensordata", "phonecall", "savedquery", "sdkmessage", "sdkmessagefilter", "userquery", "usersettings",
                "accountleads", "contactleads", "leadcompetitors", "leadproduct", "new_project_contact", "opportunitycompetitors", "teammembership",
            ]);
        var account = answer.Rows[0];
        account.EnumerateObject().Select(property => property.Name).ShouldBe(["LogicalName", "EntitySetName", "DisplayName", "MetadataId"]);
        account.GetProperty("DisplayName").GetProperty("UserLocalizedLabel").GetProperty("Label").GetString().ShouldBe("Account");
        account.GetProperty("MetadataId").GetGuid().ShouldBe(new Guid("70816501-edb9-4740-a16c-6a5efbc05d84"));
        answer.Json.GetProperty("@odata.context").GetString().ShouldBe(_site.Origin + "/api/data/v9.2/$metadata#EntityDefinitions(LogicalName,EntitySetName,DisplayName)");
    }

    [Theory]
    [InlineData("EntityDefinitions(LogicalName='account')?$select=LogicalName")]
    [InlineData("EntityDefinitions(70816501-edb9-4740-a16c-6a5efbc05d84)?$select=LogicalName")]
    public async Task A_table_is_found_by_name_and_by_id(string path)
    {
        (await _site.GetAsync(path)).Json.GetProperty("LogicalName").GetString().ShouldBe("account");
    }

    [Theory]
    [InlineData("LogicalName eq 'account'", 1)]
    [InlineData("IsCustomEntity eq true", 3)]
    [InlineData("IsActivity eq true or LogicalName eq 'lead'", 6)]
    [InlineData("OwnershipType eq Microsoft.Dynamics.CRM.OwnershipTypes'UserOwned' and IsCustomEntity ne true", 11)]
    [InlineData("CanCreateAttributes/Value eq true", 32)]
    [InlineData("ObjectTypeCode eq 8", 1)]
    public async Task Tables_are_filtered(string filter, int count)
    {
        (await _site.GetAsync("EntityDefinitions?$select=LogicalName&$filter=" + Uri.EscapeDataString(filter))).Rows.Count.ShouldBe(count);
    }

    [Theory]
    [InlineData("$top=5", "0x80060888")]
    [InlineData("$orderby=LogicalName", "0x80060888")]
    [InlineData("$filter=contains(LogicalName,'a')", "0x8006088a")]
    [InlineData("$select=NoSuchThing", "0x0")]
    public async Task What_definitions_do_not_do_is_refused(string options, string code)
    {
        var answer = await _site.GetAsync("EntityDefinitions?" + options);

        ((int)answer.Status).ShouldBeInRange(400, 501);
        answer.ErrorCode.ShouldBe(code);
    }

    [Fact]
    public async Task Columns_keys_and_relationships_expand_together()
    {
        var account = (await _site.GetAsync("EntityDefinitions(LogicalName='account')?$select=PrimaryIdAttribute&$expand=Attributes($select=LogicalName,AttributeType),Keys($select=SchemaName,KeyAttributes,EntityKeyIndexStatus),ManyToOneRelationships($select=ReferencingAttribute,ReferencedEntity),OneToManyRelationships($select=SchemaName),ManyToManyRelationships($select=SchemaName)")).Json;

        account.GetProperty("Attributes").GetArrayLength().ShouldBe(215);
        var key = account.GetProperty("Keys").EnumerateArray().ShouldHaveSingleItem();
        key.GetProperty("KeyAttributes")[0].GetString().ShouldBe("accountnumber");
        key.GetProperty("EntityKeyIndexStatus").GetString().ShouldBe("Active");
        account.GetProperty("ManyToOneRelationships").EnumerateArray()
            .Any(relationship => relationship.GetProperty("ReferencingAttribute").GetString() == "primarycontactid" && relationship.GetProperty("ReferencedEntity").GetString() == "contact").ShouldBeTrue();
        account.GetProperty("OneToManyRelationships").GetArrayLength().ShouldBeGreaterThan(45);
        account.GetProperty("ManyToManyRelationships").EnumerateArray().Select(relationship => relationship.GetProperty("SchemaName").GetString()).ToList().Contains("powerpagecomponent_mspp_webrole_account").ShouldBeTrue();
    }

    [Fact]
    public async Task A_column_shows_its_derived_type_and_a_key_column_none()
    {
        var columns = (await _site.GetAsync("EntityDefinitions(LogicalName='account')/Attributes?$select=LogicalName")).Rows
            .ToDictionary(column => column.GetProperty("LogicalName").GetString()!, column => column.TryGetProperty("@odata.type", out var type) ? type.GetString() : null, StringComparer.Ordinal);

        columns["name"].ShouldBe("#Microsoft.Dynamics.CRM.StringAttributeMetadata");
        columns["revenue"].ShouldBe("#Microsoft.Dynamics.CRM.MoneyAttributeMetadata");
        columns["ownerid"].ShouldBe("#Microsoft.Dynamics.CRM.LookupAttributeMetadata");
        columns["statuscode"].ShouldBe("#Microsoft.Dynamics.CRM.StatusAttributeMetadata");
        columns["accountid"].ShouldBeNull();
    }

    [Fact]
    public async Task One_column_is_found_by_name()
    {
        var name = (await _site.GetAsync("EntityDefinitions(LogicalName='account')/Attributes(LogicalName='name')")).Json;

        name.GetProperty("MaxLength").GetInt32().ShouldBe(160);
        name.GetProperty("RequiredLevel").GetProperty("Value").GetString().ShouldBe("ApplicationRequired");
        name.GetProperty("AttributeTypeName").GetProperty("Value").GetString().ShouldBe("StringType");
        name.GetProperty("IsPrimaryName").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("account", "StringAttributeMetadata", "name", "MaxLength", "160")]
    [InlineData("account", "MoneyAttributeMetadata", "revenue", "PrecisionSource", "2")]
    [InlineData("account", "DecimalAttributeMetadata", "exchangerate", "Precision", "12")]
    [InlineData("account", "DoubleAttributeMetadata", "address1_latitude", "MinValue", "-90")]
    [InlineData("account", "IntegerAttributeMetadata", "numberofemployees", "MaxValue", "1000000000")]
    [InlineData("account", "MemoAttributeMetadata", "description", "MaxLength", "2000")]
    [InlineData("contact", "DateTimeAttributeMetadata", "birthdate", "DateTimeBehavior", """{"Value":"DateOnly"}""")]
    [InlineData("contact", "LookupAttributeMetadata", "parentcustomerid", "Targets", """["account","contact"]""")]
    public async Task A_cast_shows_the_properties_of_its_type(string table, string type, string column, string property, string json)
    {
        var answer = await _site.GetAsync($"EntityDefinitions(LogicalName='{table}')/Attributes/Microsoft.Dynamics.CRM.{type}?$select=LogicalName,{property}");

        var found = answer.Rows.Single(row => row.GetProperty("LogicalName").GetString() == column);
        found.GetProperty(property).GetRawText().ShouldBe(json);
        found.TryGetProperty("@odata.type", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Choices_expand_to_their_options()
    {
        var columns = (await _site.GetAsync("EntityDefinitions(LogicalName='lead')/Attributes/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName&$expand=OptionSet,GlobalOptionSet")).Rows
            .ToDictionary(column => column.GetProperty("LogicalName").GetString()!, StringComparer.Ordinal);

        var rating = columns["leadqualitycode"];
        rating.GetProperty("OptionSet").GetProperty("Options").EnumerateArray().Select(Option).ShouldBe(["1 Hot", "2 Warm", "3 Cold"]);
        rating.GetProperty("GlobalOptionSet").ValueKind.ShouldBe(JsonValueKind.Null);
        columns["need"].GetProperty("GlobalOptionSet").GetProperty("Name").GetString().ShouldBe("need");
    }

    [Fact]
    public async Task States_have_a_default_reason_and_reasons_have_a_state()
    {
        var state = (await _site.GetAsync("EntityDefinitions(LogicalName='lead')/Attributes/Microsoft.Dynamics.CRM.StateAttributeMetadata?$select=LogicalName&$expand=OptionSet")).Rows.ShouldHaveSingleItem();
        var status = (await _site.GetAsync("EntityDefinitions(LogicalName='lead')/Attributes(LogicalName='statuscode')/Microsoft.Dynamics.CRM.StatusAttributeMetadata?$select=LogicalName&$expand=OptionSet($select=Options)")).Json;

        state.GetProperty("OptionSet").GetProperty("Options").EnumerateArray().Select(option => option.GetProperty("DefaultStatus").GetInt32()).ShouldBe([1, 3, 7]);
        status.GetProperty("OptionSet").GetProperty("Options").EnumerateArray().Single(option => option.GetProperty("Value").GetInt32() == 5).GetProperty("State").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Two_options_and_multi_select_choices_have_their_own_types()
    {
        var yesNo = (await _site.GetAsync("EntityDefinitions(LogicalName='account')/Attributes/Microsoft.Dynamics.CRM.BooleanAttributeMetadata?$select=LogicalName,DefaultValue&$expand=OptionSet")).Rows
            .Single(column => column.GetProperty("LogicalName").GetString() == "donotphone");
        var tags = (await _site.GetAsync("EntityDefinitions(LogicalName='new_project')/Attributes/Microsoft.Dynamics.CRM.MultiSelectPicklistAttributeMetadata?$select=LogicalName,AttributeType&$expand=OptionSet")).Rows.ShouldHaveSingleItem();

        Option(yesNo.GetProperty("OptionSet").GetProperty("TrueOption")).ShouldBe("1 Do Not Allow");
        tags.GetProperty("AttributeType").GetString().ShouldBe("Virtual");
        tags.GetProperty("OptionSet").GetProperty("Options").GetArrayLength().ShouldBe(4);
    }

    [Fact]
    public async Task Global_choices_and_relationships_have_sets_of_their_own()
    {
        (await _site.GetAsync("GlobalOptionSetDefinitions(Name='budgetstatus')")).Json.GetProperty("Options").GetArrayLength().ShouldBe(4);
        (await _site.GetAsync("GlobalOptionSetDefinitions?$select=Name")).Rows.Select(choice => choice.GetProperty("Name").GetString()).ToList().Contains("new_phase").ShouldBeTrue();
        (await _site.GetAsync("RelationshipDefinitions/Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata?$select=SchemaName&$filter=ReferencingEntity eq 'new_project' and ReferencedEntity eq 'account'"))
            .Rows.ShouldHaveSingleItem().GetProperty("SchemaName").GetString().ShouldBe("new_account_project");
    }

    [Fact]
    public async Task A_missing_table_is_not_found()
    {
        (await _site.GetAsync("EntityDefinitions(LogicalName='nothing')")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static string Option(JsonElement option) =>
        $"{option.GetProperty("Value").GetInt32()} {option.GetProperty("Label").GetProperty("UserLocalizedLabel").GetProperty("Label").GetString()}";
}
