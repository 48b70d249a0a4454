using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Rows;

/// <summary>A column as a row shows it, with its names encoded once for all rows.</summary>
/// <param name="column">The column.</param>
/// <param name="name">Its name in the answer, where that is not the column's own.</param>
internal sealed class Field(Column column, string? name = null)
{
    public Column Column { get; } = column;

    public byte[] Name { get; } = JsonBytes.NameOf(name ?? column.PropertyName);

    public byte[] FormattedName { get; } = JsonBytes.NameOf((name ?? column.PropertyName) + "@OData.Community.Display.V1.FormattedValue");

    public byte[] TableName { get; } = JsonBytes.NameOf((name ?? column.PropertyName) + "@Microsoft.Dynamics.CRM.lookuplogicalname");

    public byte[] NavigationName { get; } = JsonBytes.NameOf((name ?? column.PropertyName) + "@Microsoft.Dynamics.CRM.associatednavigationproperty");

    /// <summary>The postal address of a row in one text, for <c>address1_composite</c> and its like; null for every stored column.</summary>
    public CompositeAddress? Composite { get; private init; }

    public static Field Of(Table table, Column column) => new(column) { Composite = CompositeAddress.For(table, column) };
}
