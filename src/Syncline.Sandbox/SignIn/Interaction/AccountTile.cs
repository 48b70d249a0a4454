using Syncline.Sandbox.Directory;

namespace Syncline.Sandbox.SignIn.Interaction;

/// <summary>A person on the account page.</summary>
/// <param name="User">Who.</param>
/// <param name="Note">What goes wrong with them; null for somebody with whom all goes well.</param>
internal sealed record AccountTile(SandboxUser User, string? Note);
