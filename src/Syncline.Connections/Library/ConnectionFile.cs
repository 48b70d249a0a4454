using System.Text.Json;
using System.Text.Json.Serialization;
using Syncline.Core.Errors;

namespace Syncline.Connections.Library;

/// <summary>Content of <c>NAME.connection.json</c>: all of a connection that is not a token. Options are in clear, secrets are envelopes.</summary>
internal sealed record ConnectionFile
{
    public const int CurrentFormat = 1;

    [JsonPropertyName("format")]
    public required int Format { get; init; }

    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("connector")]
    public required string Connector { get; init; }

    [JsonPropertyName("options")]
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    [JsonPropertyName("secrets")]
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Reads a file; null when there is none.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="canonical">Name that the file must be about.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ConfigurationException">The file is damaged, or a newer version wrote it.</exception>
    public static async ValueTask<ConnectionFile?> ReadAsync(string path, string canonical, CancellationToken cancellationToken)
    {
        if (await AtomicFile.ReadAsync(path, cancellationToken) is not { } content)
        {
            return null;
        }

        ConnectionFile file;
        try
        {
            file = LibraryJson.Read<ConnectionFile>(content);
        }
        catch (JsonException exception)
        {
            throw new ConfigurationException(LibraryErrors.Damaged(path, LibraryJson.Sentence(exception), exception), exception);
        }

        return file.Format > CurrentFormat ? throw new ConfigurationException(LibraryErrors.NewerFormat(path, file.Format))
            : ConnectionName.Problem(file.Name) is { } problem ? throw new ConfigurationException(LibraryErrors.Damaged(path, $"its name {problem}"))
            : ConnectionName.Canonical(file.Name) != canonical
                ? throw new ConfigurationException(LibraryErrors.Damaged(path, $"it is about '{file.Name}'; rename connections with Syncline only"))
            : file.Options.Concat(file.Secrets).FirstOrDefault(pair => pair.Value is null) is { Key: not null } empty
                ? throw new ConfigurationException(LibraryErrors.Damaged(path, $"'{empty.Key}' has no value"))
            : file;
    }
}
