using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.SignIn;

namespace Syncline.Studio.Connections;

/// <summary>A connection as the Studio shows it. Immutable.</summary>
public sealed record ShelfConnection
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Its connector; null when the saved file can't be read.</summary>
    public IConnector? Connector { get; init; }

    /// <summary>Whether it is in the library; else it is used until the Studio stops.</summary>
    public bool IsSaved { get; init; }

    /// <summary>How it stands.</summary>
    public ConnectionState State { get; init; }

    /// <summary>The reason in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>What is wrong; null when nothing is known to be.</summary>
    public ErrorDetail? Error { get; init; }

    /// <summary>Who is connected to what, once that is known.</summary>
    public ConnectionIdentity? Identity { get; init; }

    /// <summary>Group in the tree.</summary>
    public string Group => Connector?.Descriptor.Group ?? "Can't be read";

    /// <summary>Whether signing in makes sense for it.</summary>
    public bool CanSignIn => Connector is ISignInConnector && IsSaved;
}
