namespace Syncline.Connectors.Dataverse.Parties;

/// <summary>A party in its role, as the site has it.</summary>
/// <param name="Role">Number of the role.</param>
/// <param name="Party">The party.</param>
/// <param name="Name">Its name; the address where there is none.</param>
internal sealed record ActivityParty(int Role, Party Party, string Name);
