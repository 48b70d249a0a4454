namespace Syncline.Connectors.Files.Csv;

/// <summary>One CSV file as a table.</summary>
/// <param name="Table">Table name: the file's name.</param>
/// <param name="FullPath">Where it is.</param>
/// <param name="Shown">Path as the user gave it, for messages.</param>
internal sealed record CsvFile(string Table, string FullPath, string Shown);
