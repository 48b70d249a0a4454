namespace Syncline.OAuth.AzureIdentity;

/// <summary>Which of Azure's own identities signs in, and to what.</summary>
public sealed record AzureIdentitySettings
{
    /// <summary>Name of the saved connection; used in messages and advice.</summary>
    public required string ConnectionName { get; init; }

    /// <summary>Which identity.</summary>
    public required AzureIdentityKind Kind { get; init; }

    /// <summary>What tokens are for: <c>RESOURCE/.default</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>Client id of a user-assigned managed identity; null for the system-assigned one.</summary>
    public string? ClientId { get; init; }

    /// <summary>Tenant to sign in to by the Azure CLI; null for the one that it is signed in to.</summary>
    public string? Tenant { get; init; }
}
