using Syncline.Connections.Http;

namespace Syncline.Connections.Opening;

/// <summary>What a <see cref="ConnectionOpener"/> gives to the connections it opens.</summary>
public sealed record ConnectionOpenerOptions
{
    /// <summary>HTTP stack; a connection's own options (<see cref="CommonOptions"/>) are added to it.</summary>
    public HttpPipelineOptions Http { get; init; } = new();

    /// <summary>Folder that relative paths in settings are relative to. Default: the current directory.</summary>
    public string BaseFolder { get; init; } = Environment.CurrentDirectory;
}
