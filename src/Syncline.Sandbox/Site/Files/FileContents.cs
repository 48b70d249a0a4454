using System.Collections.Concurrent;
using System.Text.Json;

namespace Syncline.Sandbox.Site.Files;

/// <summary>Contents of file and image columns, by the id that the row holds. With a folder they are kept there. Safe for concurrent use.</summary>
internal sealed class FileContents(string? folder = null)
{
    private readonly ConcurrentDictionary<Guid, StoredFile> _files = new();

    public StoredFile Add(string name, string mimeType, ReadOnlyMemory<byte> content)
    {
        var file = new StoredFile(Guid.NewGuid(), name, mimeType, content);
        if (folder is null)
        {
            _files[file.Id] = file;
            return file;
        }

        System.IO.Directory.CreateDirectory(folder);
        File.WriteAllBytes(PathOf(file.Id), content.Span);
        File.WriteAllText(PathOf(file.Id) + ".json", JsonSerializer.Serialize(new Facts(name, mimeType)));
        return file;
    }

    public StoredFile? Find(Guid id)
    {
        if (folder is null)
        {
            return _files.GetValueOrDefault(id);
        }

        return File.Exists(PathOf(id)) && JsonSerializer.Deserialize<Facts>(File.ReadAllText(PathOf(id) + ".json")) is { } facts
            ? new StoredFile(id, facts.Name, facts.MimeType, File.ReadAllBytes(PathOf(id)))
            : null;
    }

    private string PathOf(Guid id) => Path.Combine(folder!, id.ToString());

    private sealed record Facts(string Name, string MimeType);
}
