using Syncline.Core.Writing;

namespace Syncline.Connections.Governing;

/// <summary>One user's way to write: its writer and the governor of its requests.</summary>
/// <param name="Writer">Writes.</param>
/// <param name="Governor">Decides when.</param>
public sealed record WriteLane(IRowWriter Writer, WriteGovernor Governor);
