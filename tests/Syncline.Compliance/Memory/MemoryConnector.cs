using Syncline.Core.Connectors;

namespace Syncline.Compliance.Memory;

/// <summary>
/// Connects to stores that live in this process. It is the smallest complete connector, and the example to start another one from: a
/// connector (this class), its options, a connection, a reader and a writer. It keeps every promise of the contract and does nothing else.
/// </summary>
/// <param name="stores">The stores to connect to, told apart by name. A real connector needs no arguments: its system is elsewhere.</param>
public sealed class MemoryConnector(params IReadOnlyList<MemoryStore> stores) : IConnector
{
    /// <inheritdoc/>
    public ConnectorDescriptor Descriptor { get; } = new()
    {
        Name = "memory",
        DisplayName = "Memory",
        Summary = "Tables in the memory of this process.",
        Group = "Examples",
        Options = MemoryOptions.Declarations,
    };

    /// <inheritdoc/>
    public ValueTask<IConnection> ConnectAsync(ConnectionSettings settings, ConnectorServices services, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<IConnection>(new MemoryConnection(MemoryOptions.From(settings, stores)));
    }
}
