using System.Text.Json.Nodes;
using Syncline.Sandbox.Site.Metadata;
using static Syncline.Sandbox.Site.Definitions.DefinitionJson;

namespace Syncline.Sandbox.Site.Definitions;

/// <summary>Builds AttributeMetadata. Ids, labels and limits come from the table's file; the rest has the values that most recorded columns have.</summary>
internal static class ColumnDefinitions
{
    private const string Declared = "AttributeMetadata";

    /// <summary>The type of a column's definition. Keys, and the derived name columns, are plain AttributeMetadata (recorded; PROTOCOL 6).</summary>
    public static string TypeOf(Column column) => column.Type is ColumnType.Uniqueidentifier or ColumnType.Virtual
        ? Declared
        : column.Type switch
        {
            ColumnType.Customer or ColumnType.Owner or ColumnType.PartyList => "LookupAttributeMetadata",
            _ => column.Type + "AttributeMetadata",
        };

    public static DefinitionNode Build(Table table, Column column)
    {
        var json = Common(table, column);
        var node = new DefinitionNode(TypeOf(column), Declared, json);
        switch (column.Type)
        {
            case ColumnType.String:
                json["MaxLength"] = column.MaxLength;
                json["DatabaseLength"] = column.DatabaseLength;
                json["Format"] = column.Format;
                json["FormatName"] = Value(column.Format == "Text" && column.Name.Contains("telephone", StringComparison.Ordinal) ? "Phone" : column.Format);
                json["ImeMode"] = "Auto";
                json["YomiOf"] = null;
                json["IsLocalizable"] = false;
                Formula(json);
                break;
            case ColumnType.Memo:
                json["MaxLength"] = column.MaxLength;
                json["Format"] = column.Format;
                json["FormatName"] = Value(column.Format);
                json["ImeMode"] = "Auto";
                json["IsLocalizable"] = false;
                break;
            case ColumnType.Integer:
                json["Format"] = column.Format;
                json["MinValue"] = (int?)column.Min;
                json["MaxValue"] = (int?)column.Max;
                Formula(json);
                break;
            case ColumnType.BigInt:
                json["MinValue"] = (long?)column.Min;
                json["MaxValue"] = (long?)column.Max;
                break;
            case ColumnType.Decimal:
                Range(json, column);
                Formula(json);
                break;
            case ColumnType.Double:
                json["MinValue"] = (double?)column.Min;
                json["MaxValue"] = (double?)column.Max;
                json["Precision"] = column.Precision;
                json["ImeMode"] = "Disabled";
                Formula(json);
                break;
            case ColumnType.Money:
                json["MinValue"] = (double?)column.Min;
                json["MaxValue"] = (double?)column.Max;
                json["Precision"] = column.Precision;
                json["PrecisionSource"] = column.PrecisionSource;
                json["CalculationOf"] = column.BaseOf;
                json["IsBaseCurrency"] = column.BaseOf is not null;
                json["ImeMode"] = "Disabled";
                Formula(json);
                break;
            case ColumnType.DateTime:
                json["Format"] = column.Format;
                json["ImeMode"] = "Inactive";
                json["DateTimeBehavior"] = Value(column.Behavior);
                json["CanChangeDateTimeBehavior"] = Managed(false, "canmodifybehavior", canBeChanged: false);
                Formula(json);
                break;
            case ColumnType.Lookup or ColumnType.Customer or ColumnType.Owner or ColumnType.PartyList:
                json["Targets"] = new JsonArray([.. column.Targets.Select(target => (JsonNode)target)]);
                json["Format"] = column.Format;
                break;
            case ColumnType.Image:
                json["IsPrimaryImage"] = table.Facts.PrimaryImage == column.Name;
                json["CanStoreFullImage"] = false;
                json["MaxHeight"] = 144;
                json["MaxWidth"] = 144;
                json["MaxSizeInKB"] = column.MaxSize ?? 10240;
                break;
            case ColumnType.File:
                json["MaxSizeInKB"] = column.MaxSize;
                break;
            case ColumnType.EntityName:
                json["DefaultFormValue"] = null;
                json["IsEntityReferenceStored"] = true;
                break;
            case ColumnType.Boolean:
                json["DefaultValue"] = column.Default == 1;
                Formula(json);
                AddChoice(node, table, column);
                break;
            case ColumnType.Picklist or ColumnType.MultiSelectPicklist:
                json["DefaultFormValue"] = column.Default;
                json["ParentPicklistLogicalName"] = null;
                json["ChildPicklistLogicalNames"] = new JsonArray();
                Formula(json);
                AddChoice(node, table, column);
                break;
            case ColumnType.State or ColumnType.Status:
                json["DefaultFormValue"] = column.Default;
                AddChoice(node, table, column);
                break;
        }

        return node;
    }

    private static JsonObject Common(Table table, Column column)
    {
        var managed = !column.Custom;
        return new JsonObject
        {
            ["MetadataId"] = column.Id.ToString(),
            ["HasChanged"] = null,
            ["AttributeOf"] = column.Of,
            ["AttributeType"] = column.Type is ColumnType.Image or ColumnType.File or ColumnType.MultiSelectPicklist ? "Virtual" : column.Type.ToString(),
            ["ColumnNumber"] = column.No ?? column.Ordinal + 1,
            ["DeprecatedVersion"] = null,
            ["IntroducedVersion"] = column.Custom ? "1.0.0.0" : "5.0.0.0",
            ["EntityLogicalName"] = table.Name,
            ["IsCustomAttribute"] = column.Custom,
            ["IsPrimaryId"] = ReferenceEquals(column, table.PrimaryId) || column is { Type: ColumnType.Uniqueidentifier, Logical: true }, // the ids of addresses, which are rows of their own
            ["IsValidODataAttribute"] = column.OData,
            ["IsPrimaryName"] = ReferenceEquals(column, table.PrimaryName),
            ["IsValidForCreate"] = column.Create,
            ["IsValidForRead"] = column.Read,
            ["IsValidForUpdate"] = column.Update,
            ["CanBeSecuredForRead"] = false,
            ["CanBeSecuredForCreate"] = false,
            ["CanBeSecuredForUpdate"] = false,
            ["IsSecured"] = false,
            ["IsRetrievable"] = ReferenceEquals(column, table.PrimaryId),
            ["IsFilterable"] = ReferenceEquals(column, table.PrimaryId),
            ["IsSearchable"] = false,
            ["IsManaged"] = managed,
            ["LinkedAttributeId"] = null,
            ["LogicalName"] = column.Name,
            ["IsValidForForm"] = column.Label is not null && column.Of is null,
            ["IsRequiredForForm"] = false,
            ["IsValidForGrid"] = column.Label is not null && column.Of is null,
            ["SchemaName"] = column.Schema,
            ["ExternalName"] = null,
            ["IsLogical"] = column.Logical,
            ["IsDataSourceSecret"] = false,
            ["InheritsFrom"] = null,
            ["CreatedOn"] = "1900-01-01T00:00:00Z",
            ["ModifiedOn"] = "1900-01-01T00:00:00Z",
            ["SourceType"] = column.Source,
            ["AutoNumberFormat"] = "",
            ["AttributeTypeName"] = Value(column.Type + "Type"),
            ["Description"] = Label(null, null, managed, column.Id),
            ["DisplayName"] = Label(column.Label, column.Label1030, managed, column.Id),
            ["IsAuditEnabled"] = Managed(true, "canmodifyauditsettings"),
            ["IsGlobalFilterEnabled"] = Managed(false, "canmodifyglobalfiltersettings"),
            ["IsSortableEnabled"] = Managed(false, "canmodifyissortablesettings"),
            ["IsCustomizable"] = Managed(true, "iscustomizable", canBeChanged: false),
            ["IsRenameable"] = Managed(true, "isrenameable", canBeChanged: false),
            ["IsValidForAdvancedFind"] = Managed(column.Of is null, "canmodifysearchsettings"),
            ["RequiredLevel"] = Managed(column.Required, "canmodifyrequirementlevelsettings", canBeChanged: column.Required != "SystemRequired"),
            ["CanModifyAdditionalSettings"] = Managed(true, "canmodifyadditionalsettings", canBeChanged: false),
            ["Settings"] = new JsonArray(),
        };
    }

    private static JsonObject? Value(string? value) => value is null ? null : new JsonObject { ["Value"] = value };

    private static void Range(JsonObject json, Column column)
    {
        json["MinValue"] = column.Min;
        json["MaxValue"] = column.Max;
        json["Precision"] = column.Precision;
        json["ImeMode"] = "Disabled";
    }

    private static void Formula(JsonObject json)
    {
        json["FormulaDefinition"] = null;
        json["SourceTypeMask"] = 0;
    }

    private static void AddChoice(DefinitionNode node, Table table, Column column)
    {
        var choice = ChoiceDefinitions.Build(column.Choice!, column.Type, table.Name);
        node.Navigations["OptionSet"] = choice;
        node.Navigations["GlobalOptionSet"] = column.Choice!.Global ? choice : null;
    }
}
