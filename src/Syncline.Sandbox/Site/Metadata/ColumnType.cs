namespace Syncline.Sandbox.Site.Metadata;

/// <summary>Type of a column: the server's <c>AttributeTypeName</c> without its ending <c>Type</c>.</summary>
internal enum ColumnType
{
    BigInt,
    Boolean,
    Customer,
    DateTime,
    Decimal,
    Double,
    EntityName,
    File,
    Image,
    Integer,
    Lookup,
    Memo,
    Money,
    MultiSelectPicklist,
    Owner,
    PartyList,
    Picklist,
    State,
    Status,
    String,
    Uniqueidentifier,
    Virtual,
}
