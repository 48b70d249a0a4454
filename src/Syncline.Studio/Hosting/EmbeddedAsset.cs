using Microsoft.Extensions.FileProviders;

namespace Syncline.Studio.Hosting;

/// <summary>One embedded file.</summary>
internal sealed class EmbeddedAsset : IFileInfo
{
    private readonly Func<Stream> open;

    public EmbeddedAsset(string name, DateTimeOffset modified, Func<Stream> open)
    {
        Name = name;
        LastModified = modified;
        this.open = open;
        using var content = open();
        Length = content.Length;
    }

    public bool Exists => true;

    public long Length { get; }

    public string? PhysicalPath => null;

    public string Name { get; }

    public DateTimeOffset LastModified { get; }

    public bool IsDirectory => false;

    public Stream CreateReadStream() => open();
}
