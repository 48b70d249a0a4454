namespace Syncline.Sync.Plans;

/// <summary>One side of a compare: a table of a connection, as it was. No secrets.</summary>
public sealed record PlanSide
{
    /// <summary>Name of the saved connection.</summary>
    public required string Connection { get; init; }

    /// <summary>Name of the connector.</summary>
    public required string Connector { get; init; }

    /// <summary>Table name.</summary>
    public required string Table { get; init; }

    /// <summary>Id that tells the system from every other (Dataverse: the organisation id); null when it has none.</summary>
    public string? SystemId { get; init; }

    /// <summary>The system as a person names it.</summary>
    public string? System { get; init; }

    /// <summary>User who was signed in; null when there was none.</summary>
    public string? User { get; init; }

    /// <summary>Fingerprint of the columns used, see <see cref="Plans.SchemaFingerprint"/>; null when not taken.</summary>
    public string? SchemaFingerprint { get; init; }
}
