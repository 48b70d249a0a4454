namespace Syncline.Sandbox.Directory;

/// <summary>A tenant besides the one that the site belongs to. Nothing that is signed in there opens the site.</summary>
/// <param name="Id">Directory (tenant) id.</param>
/// <param name="Name">Name of the organisation.</param>
/// <param name="Domain">Domain of its people.</param>
/// <param name="Users">Its people.</param>
public sealed record SandboxTenant(Guid Id, string Name, string Domain, IReadOnlyList<SandboxUser> Users);
