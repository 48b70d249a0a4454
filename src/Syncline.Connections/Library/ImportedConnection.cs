namespace Syncline.Connections.Library;

/// <summary>A connection that an import saved.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MissingSecrets">Secret options that must still be given, for the export held no value for them.</param>
public sealed record ImportedConnection(string Name, IReadOnlyList<string> MissingSecrets);
