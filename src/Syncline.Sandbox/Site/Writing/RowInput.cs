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

    /// <summary>Rows to create first, behind lookup columns (deep insert).</summary>
    public List<(Column Lookup, Table Table, RowInput Input)> Parents { get; } = [];

    /// <summary>Rows to create afterwards, behind 1:N navigation properties (deep insert), and the parties of an activity.</summary>
    public List<RelatedRows> Children { get; } = [];

    /// <summary>Kinds of parties that are sent, also those that are sent empty.</summary>
    public List<int> PartyKinds { get; } = [];

    /// <summary>True when the payload has the column and its value is one.</summary>
    public bool Has(Column? column) => column is not null && Values.TryGetValue(column, out var value) && value is not null;
}
