namespace Syncline.Core.Connectors;

/// <summary>
/// A kind of system that Syncline can read and perhaps write. Stateless and safe for concurrent use.
/// Connectors never retry, sleep or read the clock themselves: they classify what came back, and wrappers act on it.
/// </summary>
public interface IConnector
{
    /// <summary>Name, summary, place in the tree, and options.</summary>
    ConnectorDescriptor Descriptor { get; }

    /// <summary>
    /// Checks the settings and opens a connection. Cheap: nothing is sent that the first use would not need anyway.
    /// </summary>
    /// <exception cref="Errors.ConfigurationException">An option is missing or wrong; <c>Error.Option</c> names it.</exception>
    ValueTask<IConnection> ConnectAsync(ConnectionSettings settings, ConnectorServices services, CancellationToken cancellationToken);
}
