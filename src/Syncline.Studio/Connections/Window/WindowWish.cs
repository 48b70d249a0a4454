namespace Syncline.Studio.Connections;

/// <summary>What the address asks of the connection window; nothing set: a new connection.</summary>
internal sealed record WindowWish
{
    /// <summary>Id of a draft.</summary>
    public string? Draft { get; init; }

    /// <summary>Connector of a new connection.</summary>
    public string? Connector { get; init; }

    /// <summary>Name of a saved connection.</summary>
    public string? Saved { get; init; }

    /// <summary>Whether to begin with signing in.</summary>
    public bool SignsIn { get; init; }
}
