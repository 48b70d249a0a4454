namespace Syncline.Sandbox.OrganizationService.Values;

/// <summary>A row on the wire: <c>Entity</c>.</summary>
/// <param name="LogicalName">Its table.</param>
/// <param name="Id">Its primary key; empty where the row is named by an alternate key, or is yet to be made.</param>
internal sealed record SoapEntity(string LogicalName, Guid Id)
{
    /// <summary>Values by column, in the order of the wire. A null clears the column.</summary>
    public List<KeyValuePair<string, object?>> Attributes { get; init; } = [];

    public List<KeyValuePair<string, string>> FormattedValues { get; init; } = [];

    /// <summary>An alternate key and its values; empty when the id names the row.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> KeyAttributes { get; init; } = [];

    /// <summary>The version number, as text.</summary>
    public string? RowVersion { get; init; }

    /// <summary>Rows to create with this one, by the schema name of the relationship.</summary>
    public IReadOnlyList<KeyValuePair<string, SoapEntities>> Related { get; init; } = [];
}
