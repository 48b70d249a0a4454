using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Files;

/// <summary>An upload in pieces that is under way.</summary>
internal sealed class UploadSession(Table table, Guid row, Column column, string fileName)
{
    public Table Table { get; } = table;

    public Guid Row { get; } = row;

    public Column Column { get; } = column;

    public string FileName { get; } = fileName;

    /// <summary>What has come so far, for uploads in ranges.</summary>
    public MemoryStream Content { get; } = new();

    /// <summary>Blocks by id, for uploads in blocks.</summary>
    public Dictionary<string, byte[]> Blocks { get; } = new(StringComparer.Ordinal);
}
