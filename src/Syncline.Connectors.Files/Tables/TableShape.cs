using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Tables;

/// <summary>What was found out about a table by looking into its file.</summary>
/// <param name="Columns">Its columns, in the file's order.</param>
/// <param name="Found">What else was found, in words (delimiter, encoding, …); null when there is nothing to say.</param>
internal sealed record TableShape(IReadOnlyList<ColumnSchema> Columns, string? Found = null);
