namespace Syncline.Sandbox.OrganizationService.Values;

/// <summary>A lookup's value on the wire: <c>EntityReference</c>.</summary>
/// <param name="LogicalName">The table it leads to.</param>
/// <param name="Id">The row's primary key; empty where an alternate key names the row.</param>
/// <param name="Name">The row's primary name; clients need not send it.</param>
internal sealed record SoapReference(string LogicalName, Guid Id, string? Name = null)
{
    public IReadOnlyList<KeyValuePair<string, object?>> KeyAttributes { get; init; } = [];

    public string? RowVersion { get; init; }
}
