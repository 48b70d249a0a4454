namespace Syncline.Connectors.Dataverse.Schema;

/// <summary>Type of a Dataverse attribute, as far as Syncline tells them apart. Named as <c>AttributeTypeName</c> without "Type".</summary>
internal enum AttributeType
{
    /// <summary>Not offered as a column (virtual, managed property, calendar rules).</summary>
    Other,
    Uniqueidentifier,
    String,
    Memo,
    EntityName,
    Integer,
    BigInt,
    Decimal,
    Double,
    Money,
    Boolean,
    DateTime,
    Picklist,
    MultiSelectPicklist,
    State,
    Status,
    Lookup,
    Customer,
    Owner,

    /// <summary>Parties of an activity in one role: who sends it, who gets it, who takes part.</summary>
    PartyList,
    File,
    Image,
}
