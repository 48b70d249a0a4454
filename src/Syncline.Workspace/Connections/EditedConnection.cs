using Syncline.Core.Connectors;

namespace Syncline.Workspace.Connections;

/// <summary>A connection after a change.</summary>
/// <param name="Settings">As it is saved now.</param>
/// <param name="NeedsSignIn">A person has to sign in before it can be used: nobody has yet, or the change led it to another place.</param>
public sealed record EditedConnection(ConnectionSettings Settings, bool NeedsSignIn);
