namespace Syncline.Connectors.Dataverse.Files;

/// <summary>The content of a file or image on its way, as far as it was read. Disposing it lets go of the request.</summary>
/// <param name="content">The content; it comes as it is read.</param>
/// <param name="length">How long it is; null when the site does not tell.</param>
/// <param name="owner">What is disposed with it.</param>
internal sealed class FileDownload(Stream content, long? length, IDisposable? owner = null) : IDisposable
{
    public Stream Content { get; } = content;

    public long? Length { get; } = length;

    public void Dispose()
    {
        Content.Dispose();
        owner?.Dispose();
    }
}
