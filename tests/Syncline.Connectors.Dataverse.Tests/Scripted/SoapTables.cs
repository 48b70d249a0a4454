namespace Syncline.Connectors.Dataverse.Tests.Scripted;

/// <summary>Descriptions of a few tables as an Organization Service gives them, cut down to what the tests use.</summary>
internal static class SoapTables
{
    /// <summary>A table with a column of each kind.</summary>
    public static string Account { get; } = "<m:Attributes>"
        + Attribute("accountid", "Uniqueidentifier", "", update: false)
        + Attribute("name", "String", "<m:MaxLength>160</m:MaxLength>")
        + Attribute("numberofemployees", "Integer", "<m:MaxValue>1000</m:MaxValue><m:MinValue>0</m:MinValue>")
        + Attribute("versionnumber", "BigInt", "", update: false)
        + Attribute("revenue", "Money", "<m:MaxValue>1E+14</m:MaxValue><m:MinValue>0</m:MinValue><m:Precision>2</m:Precision><m:PrecisionSource>0</m:PrecisionSource>")
        + Attribute("new_share", "Decimal", "<m:Precision>4</m:Precision>")
        + Attribute("new_height", "Double", "<m:Precision>5</m:Precision>")
        + Attribute("donotemail", "Boolean", "")
        + Attribute("new_founded", "DateTime", "<m:DateTimeBehavior><b:Value>DateOnly</b:Value></m:DateTimeBehavior>")
        + Attribute("lastonholdtime", "DateTime", "<m:DateTimeBehavior><b:Value>UserLocal</b:Value></m:DateTimeBehavior>")
        + Attribute("new_opens", "DateTime", "<m:DateTimeBehavior><b:Value>TimeZoneIndependent</b:Value></m:DateTimeBehavior>")
        + Attribute("industrycode", "Picklist", $"<m:DefaultFormValue>-1</m:DefaultFormValue><m:OptionSet><m:Options>{Option(1, "Food")}{Option(2, "Steel")}</m:Options></m:OptionSet>")
        + Attribute("new_interests", "Virtual", $"<m:OptionSet><m:Options>{Option(1, "Golf")}{Option(4, "Chess")}</m:Options></m:OptionSet>", typeName: "MultiSelectPicklist")
        + Attribute("primarycontactid", "Lookup", "<m:Targets><r:string xmlns:r=\"http://schemas.microsoft.com/2003/10/Serialization/Arrays\">contact</r:string></m:Targets>")
        + "</m:Attributes>"
        + Own("account", "accountid")
        + "<m:ManyToOneRelationships><m:OneToManyRelationshipMetadata><m:SchemaName>account_primary_contact</m:SchemaName><m:ReferencedEntity>contact</m:ReferencedEntity>"
        + "<m:ReferencingAttribute>primarycontactid</m:ReferencingAttribute><m:ReferencingEntity>account</m:ReferencingEntity>"
        + "<m:ReferencingEntityNavigationPropertyName>primarycontactid</m:ReferencingEntityNavigationPropertyName></m:OneToManyRelationshipMetadata></m:ManyToOneRelationships>"
        + "<m:Keys><m:EntityKeyMetadata><m:EntityKeyIndexStatus>Active</m:EntityKeyIndexStatus><m:KeyAttributes><r:string xmlns:r=\"http://schemas.microsoft.com/2003/10/Serialization/Arrays\">name</r:string></m:KeyAttributes>"
        + "<m:LogicalName>new_namekey</m:LogicalName></m:EntityKeyMetadata></m:Keys>";

    /// <summary>Tables without members.</summary>
    public static string List(params string[] tables) => string.Concat(tables.Select(table => $"<m:EntityMetadata>{Own(table, table + "id")}</m:EntityMetadata>"));

    private static string Own(string table, string id) =>
        $"<m:EntitySetName>{table}s</m:EntitySetName><m:IsIntersect>false</m:IsIntersect><m:LogicalName>{table}</m:LogicalName><m:PrimaryIdAttribute>{id}</m:PrimaryIdAttribute>"
        + "<m:PrimaryNameAttribute>name</m:PrimaryNameAttribute>";

    private static string Attribute(string name, string type, string details, bool update = true, string? typeName = null) =>
        $"<m:AttributeMetadata i:type=\"m:{typeName ?? type}AttributeMetadata\"><m:AttributeType>{type}</m:AttributeType><m:AttributeTypeName><b:Value>{typeName ?? type}Type</b:Value></m:AttributeTypeName>"
        + $"<m:IsValidForCreate>true</m:IsValidForCreate><m:IsValidForRead>true</m:IsValidForRead><m:IsValidForUpdate>{(update ? "true" : "false")}</m:IsValidForUpdate>"
        + $"<m:LogicalName>{name}</m:LogicalName>{details}</m:AttributeMetadata>";

    private static string Option(int value, string label) =>
        $"<m:OptionMetadata><m:Label><b:UserLocalizedLabel><b:Label>{label}</b:Label></b:UserLocalizedLabel></m:Label><m:Value>{value}</m:Value></m:OptionMetadata>";
}
