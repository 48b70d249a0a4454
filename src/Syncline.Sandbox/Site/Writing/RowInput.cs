using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Writing;

/// <summary>What a payload asks to write: values by column (null clears), and how it names its row, where it does.</summary>
internal sealed class RowInput
{
    public Dictionary<Column, object?> Values { get; } = [];

    /// <summary>The primary key given among the properties.</summary>
    public Guid? Id { get; set; }

    /// <summary><c>@odata.id</c>: the row's address, as UpsertMultiple takes it.</summary>
    public string? Address { get; set; }

    /// <summary>True when the payload has the column and its value is one.</summary>
    public bool Has(Column? column) => column is not null && Values.TryGetValue(column, out var value) && value is not null;
}
