using Syncline.Compliance.Suite;
using Syncline.Connectors.Files.Parquet;
using Syncline.Core.Connectors;

namespace Syncline.Compliance.Parquet;

public sealed class ParquetComplianceTests : WritingCompliance, IAsyncLifetime
{
    private readonly FilesOfTypes files = new(new ParquetConnector(), "parquet");

    protected override IConnector Connector => files.Connector;

    protected override ConnectionSettings Settings => files.Settings("", ("key", "id"));

    protected override string Table => "contacts.parquet";

    protected override string KeyColumn => "id";

    protected override (string Option, string Value) WrongOption => ("columns", "id:number-or-so");

    protected override WritableTable Target => new("leads.parquet", "id", "topic", "note", BadText: "a\0b");

    public ValueTask InitializeAsync() => files.MakeAsync(Services);

    public ValueTask DisposeAsync() => files.DisposeAsync();
}
