using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connections.Tests.Opening;

/// <summary>A connector that remembers what it was given.</summary>
internal sealed class FakeConnector(bool usesHttp = true) : IConnector
{
    public ConnectionSettings? Settings { get; private set; }

    public ConnectorServices? Services { get; private set; }

    public int Disposed { get; private set; }

    public ConnectorDescriptor Descriptor { get; } = new()
    {
        Name = "fake",
        DisplayName = "Fake",
        Summary = "For tests.",
        Group = "Tests",
        UsesHttp = usesHttp,
        Options =
        [
            new ConnectorOption { Name = "url", Label = "URL", Help = "The address.", IsRequired = true, Example = "https://contoso.example" },
            new ConnectorOption
            {
                Name = "method", Label = "Method", Help = "How.", Default = "token", Choices = [new("token", "Token"), new("password", "Password")],
            },
            new ConnectorOption
            {
                Name = "password", Label = "Password", Help = "The password.", IsSecret = true, IsRequired = true,
                VisibleWhen = [new OptionCondition("method", ["password"])],
            },
        ],
    };

    public ValueTask<IConnection> ConnectAsync(ConnectionSettings settings, ConnectorServices services, CancellationToken cancellationToken)
    {
        Settings = settings;
        Services = services;
        return ValueTask.FromResult<IConnection>(new Connection(this));
    }

    private sealed class Connection(FakeConnector connector) : IConnection, IRowWriter
    {
        public ConnectionCapabilities Capabilities { get; } = new();

        public IRowWriter Writer => this;

        public ValueTask<ConnectionIdentity> IdentifyAsync(CancellationToken cancellationToken) => new(new ConnectionIdentity { System = "fake" });

        public IAsyncEnumerable<TableSummary> ListTablesAsync(TableFilter filter, CancellationToken cancellationToken) =>
            AsyncEnumerable.Empty<TableSummary>();

        public ValueTask<TableSchema> DescribeTableAsync(string table, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<RowBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => AsyncEnumerable.Empty<RowBatch>();

        public ValueTask<WriteResult> WriteAsync(WriteBatch batch, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync()
        {
            connector.Disposed++;
            return ValueTask.CompletedTask;
        }
    }
}
