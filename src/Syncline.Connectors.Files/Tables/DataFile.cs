namespace Syncline.Connectors.Files.Tables;

/// <summary>One file, or a part of one, as a table.</summary>
/// <param name="Table">Table name: the file's name, or that of the part.</param>
/// <param name="FullPath">Where it is.</param>
/// <param name="Shown">Path as the user gave it, for messages.</param>
/// <param name="Part">Name of the part of the file that is the table (a sheet); null when it is the whole file.</param>
internal sealed record DataFile(string Table, string FullPath, string Shown, string? Part = null);
