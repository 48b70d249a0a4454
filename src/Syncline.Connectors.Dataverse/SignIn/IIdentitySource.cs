using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Core.Connectors;

namespace Syncline.Connectors.Dataverse.SignIn;

/// <summary>Asks a site who is signed in to which organisation, over one of its services. Safe for concurrent use.</summary>
internal interface IIdentitySource
{
    /// <summary>The site asked.</summary>
    SiteAddresses Site { get; }

    /// <summary>
    /// Who is signed in to what. A user who may not read the organisation's or the own row still has an identity, with ids instead of names.
    /// </summary>
    ValueTask<ConnectionIdentity> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Only the organisation's id: one light request. Null when the site does not tell it.</summary>
    ValueTask<string?> AskOrganizationIdAsync(CancellationToken cancellationToken);
}
