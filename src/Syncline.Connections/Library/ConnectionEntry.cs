using Syncline.Core.Errors;

namespace Syncline.Connections.Library;

/// <summary>A saved connection as a list shows it: nothing is decrypted for it.</summary>
public sealed record ConnectionEntry
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the connector; null when the file can't be read.</summary>
    public string? Connector { get; init; }

    /// <summary>Options that are not secret.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Names of the secret options that have a value, ordinal order.</summary>
    public IReadOnlyList<string> SecretNames { get; init; } = [];

    /// <summary>Whether a sign-in is saved. It may have expired.</summary>
    public bool HasSavedSignIn { get; init; }

    /// <summary>Why the connection can't be used as it is saved; null when it was read.</summary>
    public ErrorDetail? Error { get; init; }
}
