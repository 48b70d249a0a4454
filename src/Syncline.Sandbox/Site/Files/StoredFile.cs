namespace Syncline.Sandbox.Site.Files;

/// <summary>The content of a file or image column.</summary>
internal sealed record StoredFile(Guid Id, string Name, string MimeType, ReadOnlyMemory<byte> Content);
