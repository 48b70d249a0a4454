namespace Syncline.OAuth.AzureIdentity;

/// <summary>Identities that Azure itself keeps, so that there is no secret to keep.</summary>
public enum AzureIdentityKind
{
    /// <summary>The identity of the Azure machine, container or function that Syncline runs on.</summary>
    ManagedIdentity,

    /// <summary>Whoever is signed in to the Azure CLI (<c>az login</c>) on this machine.</summary>
    AzureCli,
}
