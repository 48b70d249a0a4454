namespace Syncline.Connectors.Files.Tables;

/// <summary>New content has its place, but a power cut may still undo that.</summary>
internal sealed class UnsureReplacementException(IOException cause) : Exception(cause.Message, cause);
