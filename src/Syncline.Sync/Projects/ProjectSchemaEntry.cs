namespace Syncline.Sync.Projects;

/// <summary>What the schema of project files says of a key.</summary>
/// <param name="Help">What it is, a sentence; empty when the schema says nothing.</param>
/// <param name="Default">Value when it is left out; null when there is none.</param>
/// <param name="Words">Words that may stand there, as they are written; empty when anything may.</param>
public sealed record ProjectSchemaEntry(string Help, string? Default, IReadOnlyList<string> Words);
