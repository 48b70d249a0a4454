namespace Syncline.Connectors.Dataverse.Parties;

/// <summary>A party of an activity: a row, or an address that belongs to none.</summary>
/// <param name="Table">Logical name of the row's table; null for a mere address.</param>
/// <param name="Id">The row's id; empty for a mere address.</param>
/// <param name="Address">The e-mail address; null when the row's own is used.</param>
internal readonly record struct Party(string? Table, Guid Id, string? Address)
{
    /// <summary>As it stands in a party list: <c>contact:5b4c…</c>, or the address.</summary>
    public override string ToString() => Table is null ? Address ?? string.Empty : $"{Table}:{Id:D}";
}
