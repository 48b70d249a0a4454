namespace Syncline.Connectors.Files.Tables;

/// <summary>A kind of files, as messages name it and as folders are searched for it.</summary>
/// <param name="Noun">One of them, e.g. <c>CSV file</c>.</param>
/// <param name="Extensions">Endings, lower case with the dot, by which a file of a folder is one.</param>
internal sealed record FileKind(string Noun, IReadOnlyList<string> Extensions)
{
    /// <summary>Whether a file of a folder is of this kind, compressed or not.</summary>
    public bool Takes(string path) => Extensions.Contains(Path.GetExtension(Compression.WithoutEnding(path)), StringComparer.OrdinalIgnoreCase);
}
