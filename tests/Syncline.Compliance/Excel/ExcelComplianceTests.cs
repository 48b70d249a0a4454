using Syncline.Compliance.Suite;
using Syncline.Connectors.Files.Excel;
using Syncline.Core.Connectors;

namespace Syncline.Compliance.Excel;

public sealed class ExcelComplianceTests : WritingCompliance, IAsyncLifetime
{
    private readonly FilesOfTypes files = new(new ExcelConnector(), "xlsx");

    protected override IConnector Connector => files.Connector;

    protected override ConnectionSettings Settings => files.Settings("", ("key", "id"));

    protected override string Table => "contacts.xlsx/Sheet1";

    protected override string KeyColumn => "id";

    protected override (string Option, string Value) WrongOption => ("columns", "id:number-or-so");

    protected override WritableTable Target => new("leads.xlsx/Sheet1", "id", "topic", "note", BadText: "a\0b");

    public ValueTask InitializeAsync() => files.MakeAsync(Services);

    public ValueTask DisposeAsync() => files.DisposeAsync();
}
