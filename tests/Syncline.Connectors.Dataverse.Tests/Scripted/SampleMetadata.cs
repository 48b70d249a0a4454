using System.Text.Json.Nodes;

namespace Syncline.Connectors.Dataverse.Tests.Scripted;

/// <summary>
/// Metadata of a few tables in the Web API's shape: names, types, lengths, navigation properties as Dataverse has them, cut down to what
/// the tests use.
/// </summary>
internal static class SampleMetadata
{
    private const string Cast = "/Attributes/Microsoft.Dynamics.CRM.";

    public static void Add(ScriptedSite site)
    {
        site.On("GET", "EntityDefinitions?", Listing());
        site.On("GET", "EntityDefinitions(LogicalName='nosuch')", _ => SiteReply.Fault(404, "0x80060888", "Could not find an entity with specified entity name nosuch"));
        Table(site, "account", Account(), new()
        {
            ["String"] = """[{"LogicalName":"name","MaxLength":160},{"LogicalName":"accountnumber","MaxLength":20}]""",
            ["Money"] = """[{"LogicalName":"revenue","MinValue":0.0,"MaxValue":100000000000000.0,"Precision":2,"PrecisionSource":2}]""",
            ["Integer"] = """[{"LogicalName":"numberofemployees","MinValue":0,"MaxValue":1000000000}]""",
            ["Lookup"] = """[{"LogicalName":"ownerid","Targets":["systemuser","team"]},{"LogicalName":"primarycontactid","Targets":["contact"]}]""",
        });
        Table(site, "contact", Contact(), new()
        {
            ["String"] = """[{"LogicalName":"lastname","MaxLength":50},{"LogicalName":"fullname","MaxLength":160}]""",
            ["Memo"] = """[{"LogicalName":"description","MaxLength":2000}]""",
            ["Money"] = """[{"LogicalName":"creditlimit","MinValue":0.0,"MaxValue":1E+14,"Precision":2,"PrecisionSource":0}]""",
            ["Decimal"] = """[{"LogicalName":"exchangerate","MinValue":0.000000000001,"MaxValue":100000000000,"Precision":12}]""",
            ["Double"] = """[{"LogicalName":"address1_latitude","MinValue":-90.0,"MaxValue":90.0,"Precision":5}]""",
            ["DateTime"] = """
                [{"LogicalName":"birthdate","DateTimeBehavior":{"Value":"DateOnly"}},{"LogicalName":"lastonholdtime","DateTimeBehavior":{"Value":"UserLocal"}},
                 {"LogicalName":"new_meetingtime","DateTimeBehavior":{"Value":"TimeZoneIndependent"}}]
                """,
            ["Lookup"] = """
                [{"LogicalName":"parentcustomerid","Targets":["account","contact"]},{"LogicalName":"ownerid","Targets":["systemuser","team"]},
                 {"LogicalName":"new_accountmanagerid","Targets":["systemuser"]}]
                """,
            ["Picklist"] = """
                [{"LogicalName":"gendercode","DefaultFormValue":-1,"OptionSet":{"Options":[
                  {"Value":1,"Label":{"LocalizedLabels":[],"UserLocalizedLabel":{"Label":"Male","LanguageCode":1033}}},
                  {"Value":2,"Label":{"LocalizedLabels":[{"Label":"Female","LanguageCode":1033}],"UserLocalizedLabel":null}}]},"GlobalOptionSet":null}]
                """,
            ["MultiSelectPicklist"] = """
                [{"LogicalName":"new_interests","OptionSet":null,"GlobalOptionSet":{"Options":[
                  {"Value":1,"Label":{"UserLocalizedLabel":{"Label":"Golf"}}},{"Value":4,"Label":{"UserLocalizedLabel":{"Label":"Chess"}}}]}}]
                """,
            ["State"] = """
                [{"LogicalName":"statecode","OptionSet":{"Options":[
                  {"@odata.type":"#Microsoft.Dynamics.CRM.StateOptionMetadata","Value":0,"DefaultStatus":1,"InvariantName":"Active","Label":{"UserLocalizedLabel":{"Label":"Active"}}},
                  {"Value":1,"DefaultStatus":2,"InvariantName":"Inactive","Label":{"UserLocalizedLabel":{"Label":"Inactive"}}}]}}]
                """,
            ["Status"] = """
                [{"LogicalName":"statuscode","OptionSet":{"Options":[
                  {"Value":1,"State":0,"Label":{"UserLocalizedLabel":{"Label":"Active"}}},{"Value":2,"State":1,"Label":{"UserLocalizedLabel":{"Label":"Inactive"}}}]}}]
                """,
        });
    }

    /// <summary>Adds <c>accountleads</c>, the table behind an N:N relationship of account and lead.</summary>
    public static void AddIntersect(ScriptedSite site)
    {
        var pairs = Entity("accountleads", "accountleadscollection", "Account Leads", "accountleadid", "", isIntersect: true);
        pairs["Attributes"] = new JsonArray(
            Attribute("accountleadid", "Uniqueidentifier", create: false, update: false),
            Attribute("accountid", "Uniqueidentifier", create: false, update: false),
            Attribute("leadid", "Uniqueidentifier", create: false, update: false),
            Attribute("versionnumber", "BigInt", create: false, update: false));
        Table(site, "accountleads", pairs, []);
        site.On("GET", "RelationshipDefinitions/Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata", """
            {"value":[{"SchemaName":"accountleads_association","Entity1LogicalName":"account","Entity1IntersectAttribute":"accountid","Entity1NavigationPropertyName":"accountleads_association",
              "Entity2LogicalName":"lead","Entity2IntersectAttribute":"leadid","Entity2NavigationPropertyName":"accountleads_association"}]}
            """);
        site.On("GET", "EntityDefinitions?", new JsonObject
        {
            ["value"] = new JsonArray(
                Entity("account", "accounts", "Account", "accountid", "name"), Entity("lead", "leads", "Lead", "leadid", "fullname"), pairs.DeepClone()),
        }.ToJsonString());
    }

    /// <summary>An attribute as the shared properties describe it.</summary>
    private static JsonObject Attribute(
        string name, string type, string? displayName = null, bool create = true, bool update = true, string required = "None", bool odata = true, string? typeName = null) => new()
        {
            ["MetadataId"] = "11111111-0000-0000-0000-000000000000",
            ["LogicalName"] = name,
            ["AttributeType"] = type,
            ["AttributeTypeName"] = new JsonObject { ["Value"] = (typeName ?? type) + "Type" },
            ["DisplayName"] = displayName is null
                ? new JsonObject { ["LocalizedLabels"] = new JsonArray(), ["UserLocalizedLabel"] = null }
                : new JsonObject { ["LocalizedLabels"] = new JsonArray(), ["UserLocalizedLabel"] = new JsonObject { ["Label"] = displayName, ["LanguageCode"] = 1033 } },
            ["IsValidForCreate"] = create,
            ["IsValidForUpdate"] = update,
            ["IsValidForRead"] = true,
            ["IsValidODataAttribute"] = odata,
            ["RequiredLevel"] = new JsonObject { ["Value"] = required, ["CanBeChanged"] = true, ["ManagedPropertyLogicalName"] = "canmodifyrequirementlevelsettings" },
        };

    private static JsonObject Entity(string name, string set, string displayName, string id, string nameColumn, bool isIntersect = false, bool isPrivate = false) => new()
    {
        ["MetadataId"] = "22222222-0000-0000-0000-000000000000",
        ["LogicalName"] = name,
        ["EntitySetName"] = set,
        ["DisplayName"] = new JsonObject { ["UserLocalizedLabel"] = new JsonObject { ["Label"] = displayName } },
        ["Description"] = new JsonObject { ["UserLocalizedLabel"] = null, ["LocalizedLabels"] = new JsonArray() },
        ["PrimaryIdAttribute"] = id,
        ["PrimaryNameAttribute"] = nameColumn,
        ["IsIntersect"] = isIntersect,
        ["IsPrivate"] = isPrivate,
        ["TableType"] = "Standard",
        ["IsOptimisticConcurrencyEnabled"] = true,
    };

    private static JsonObject Relationship(string attribute, string target, string navigation) => new()
    {
        ["ReferencingAttribute"] = attribute,
        ["ReferencedEntity"] = target,
        ["ReferencingEntityNavigationPropertyName"] = navigation,
    };

    private static string Listing() => new JsonObject
    {
        ["value"] = new JsonArray(
            Entity("team", "teams", "Team", "teamid", "name"),
            Entity("account", "accounts", "Account", "accountid", "name"),
            Entity("contact", "contacts", "Contact", "contactid", "fullname"),
            Entity("systemuser", "systemusers", "User", "systemuserid", "fullname"),
            Entity("contactleads", "contactleadscollection", "Contact Leads", "contactleadid", "", isIntersect: true),
            Entity("secretthing", "secretthings", "Secret", "secretthingid", "", isPrivate: true)),
    }.ToJsonString();

    private static JsonObject Account()
    {
        var account = Entity("account", "accounts", "Account", "accountid", "name");
        account["Attributes"] = new JsonArray(
            Attribute("accountid", "Uniqueidentifier", "Account", update: false, required: "SystemRequired"),
            Attribute("name", "String", "Account Name", required: "ApplicationRequired"),
            Attribute("accountnumber", "String", "Account Number"),
            Attribute("revenue", "Money", "Annual Revenue"),
            Attribute("numberofemployees", "Integer", "Number of Employees"),
            Attribute("primarycontactid", "Lookup", "Primary Contact"),
            Attribute("ownerid", "Owner", "Owner", required: "SystemRequired"),
            Attribute("versionnumber", "BigInt", "Version Number", create: false, update: false));
        account["Keys"] = new JsonArray(
            new JsonObject { ["LogicalName"] = "new_number", ["KeyAttributes"] = new JsonArray("accountnumber"), ["EntityKeyIndexStatus"] = "Active" },
            new JsonObject { ["LogicalName"] = "new_name", ["KeyAttributes"] = new JsonArray("name"), ["EntityKeyIndexStatus"] = "Pending" });
        account["ManyToOneRelationships"] = new JsonArray(
            Relationship("primarycontactid", "contact", "primarycontactid"), Relationship("ownerid", "owner", "ownerid"));
        return account;
    }

    private static JsonObject Contact()
    {
        var contact = Entity("contact", "contacts", "Contact", "contactid", "fullname");
        contact["Attributes"] = new JsonArray(
            Attribute("contactid", "Uniqueidentifier", "Contact", update: false, required: "SystemRequired"),
            Attribute("lastname", "String", "Last Name", required: "ApplicationRequired"),
            Attribute("fullname", "String", "Full Name", create: false, update: false),
            Attribute("description", "Memo", "Description"),
            Attribute("creditlimit", "Money", "Credit Limit"),
            Attribute("exchangerate", "Decimal", "Exchange Rate", create: false, update: false),
            Attribute("address1_latitude", "Double", "Address 1: Latitude"),
            Attribute("donotemail", "Boolean", "Do not allow Emails"),
            Attribute("birthdate", "DateTime", "Birthday"),
            Attribute("lastonholdtime", "DateTime", "Last On Hold Time"),
            Attribute("new_meetingtime", "DateTime", "Meeting Time"),
            Attribute("gendercode", "Picklist", "Gender"),
            Attribute("gendercodename", "Virtual", odata: false, create: false, update: false),
            Attribute("new_interests", "Virtual", "Interests", typeName: "MultiSelectPicklist"),
            Attribute("entityimage", "Virtual", "Entity Image", typeName: "Image"),
            Attribute("statecode", "State", "Status", create: false, required: "SystemRequired"),
            Attribute("statuscode", "Status", "Status Reason"),
            Attribute("parentcustomerid", "Customer", "Company Name"),
            Attribute("parentcustomeridtype", "EntityName", odata: false),
            Attribute("ownerid", "Owner", "Owner", required: "SystemRequired"),
            Attribute("new_accountmanagerid", "Lookup", "Account Manager"),
            Attribute("versionnumber", "BigInt", create: false, update: false));
        contact["Keys"] = new JsonArray();
        contact["ManyToOneRelationships"] = new JsonArray(
            Relationship("parentcustomerid", "account", "parentcustomerid_account"),
            Relationship("parentcustomerid", "contact", "parentcustomerid_contact"),
            Relationship("ownerid", "owner", "ownerid"),
            Relationship("new_accountmanagerid", "systemuser", "new_AccountManagerId"));
        return contact;
    }

    private static void Table(ScriptedSite site, string name, JsonObject entity, Dictionary<string, string> casts)
    {
        var text = entity.ToJsonString();
        site.On("GET", $"EntityDefinitions(LogicalName='{name}')", text);
        foreach (var (type, values) in casts)
        {
            site.On("GET", $"EntityDefinitions(LogicalName='{name}'){Cast}{type}AttributeMetadata", $$"""{"value":{{values}}}""");
        }
    }
}
