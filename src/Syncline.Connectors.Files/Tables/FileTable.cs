namespace Syncline.Connectors.Files.Tables;

/// <summary>A table with the files that it stands in.</summary>
/// <param name="Name">Table name.</param>
/// <param name="Files">One file, or with the option <c>one-table</c> all of them, in order.</param>
/// <param name="IsNew">Whether the file is still to be made: the option <c>columns</c> says which columns it will have.</param>
internal sealed record FileTable(string Name, IReadOnlyList<DataFile> Files, bool IsNew = false);
