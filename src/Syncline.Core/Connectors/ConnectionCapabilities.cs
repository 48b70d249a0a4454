namespace Syncline.Core.Connectors;

/// <summary>What a connection can do beyond reading tables.</summary>
public sealed record ConnectionCapabilities
{
    /// <summary>Languages that <see cref="Reading.NativeFilter"/> may be written in, e.g. <c>odata</c>; empty when the system filters nothing.</summary>
    public IReadOnlyList<string> FilterLanguages { get; init; } = [];

    /// <summary>Whether reads can deliver <see cref="Reading.ReadRequest.RowVersionColumn"/> and writes can demand it unchanged.</summary>
    public bool RowVersions { get; init; }

    /// <summary>
    /// Whether the system takes texts that differ only in case for equal when it looks a row up by key (Dataverse does). Keys are then
    /// matched that way, so that <c>c-1</c> and <c>C-1</c> never become two rows.
    /// </summary>
    public bool KeysIgnoreCase { get; init; }

    /// <summary>Whether reads can be limited to some rows by <see cref="Reading.ReadRequest.Keys"/>.</summary>
    public bool ReadByKeys { get; init; }

    /// <summary>Whether reads can deliver <see cref="Reading.ReadRequest.LineColumn"/>.</summary>
    public bool LineNumbers { get; init; }

    /// <summary>Most write requests that the system lets one user have under way at once; null when it names no limit.</summary>
    public int? MaxWritesInFlight { get; init; }

    /// <summary>Most rows that a write batch should have; the caller cuts larger ones.</summary>
    public int MaxWriteBatch { get; init; } = 1000;
}
