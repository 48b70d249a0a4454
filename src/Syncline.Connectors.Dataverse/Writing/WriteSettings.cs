namespace Syncline.Connectors.Dataverse.Writing;

/// <summary>What a connection asks of the server with every write, free of the transport's form.</summary>
internal sealed record WriteSettings
{
    /// <summary>Id of the row of the user in whose name rows are written; null for none.</summary>
    public Guid? CallerId { get; init; }

    /// <summary>Object id (Microsoft Entra ID) of the user in whose name rows are written; null for none.</summary>
    public Guid? CallerObjectId { get; init; }

    /// <summary>Which custom logic is left out, in the server's words (<c>CustomSync,CustomAsync</c>); null for none.</summary>
    public string? BypassLogic { get; init; }

    /// <summary>Whether flows are kept from starting.</summary>
    public bool BypassFlows { get; init; }

    /// <summary>Whether duplicate detection rules apply.</summary>
    public bool DetectDuplicates { get; init; }

    /// <summary>Text that the server hands to plug-ins with every write; null for none.</summary>
    public string? Tag { get; init; }
}
