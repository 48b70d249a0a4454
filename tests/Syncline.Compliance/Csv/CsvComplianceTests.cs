using Syncline.Compliance.Suite;
using Syncline.Connectors.Files.Csv;
using Syncline.Core.Connectors;

namespace Syncline.Compliance.Csv;

public sealed class CsvComplianceTests : WritingCompliance, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("syncline-compliance-").FullName;

    public CsvComplianceTests()
    {
        File.WriteAllText(Path.Combine(folder, "contacts.csv"), "id,name,city\n1,\"Öztürk, \"\"Ada\"\"\",\n2,\"two\nlines\",Köln\n3,漢 😀,\"\"\n4,,Bonn\n");
        File.WriteAllText(Path.Combine(folder, "accounts.csv"), "number;name\nA-1;Kettle & Sons\n");
        File.WriteAllText(Path.Combine(folder, "empty.tsv"), "a\tb\n");
        File.WriteAllText(Path.Combine(folder, "leads.csv"), "id,topic,note\n");
    }

    protected override IConnector Connector { get; } = new CsvConnector();

    protected override ConnectionSettings Settings => new()
    {
        Name = "files",
        Connector = "csv",
        Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["path"] = folder, ["key"] = "id" },
    };

    protected override string Table => "contacts.csv";

    protected override string KeyColumn => "id";

    protected override (string Option, string Value) WrongOption => ("encoding", "utf-99");

    protected override WritableTable Target => new("leads.csv", "id", "topic", "note", BadText: "a\0b");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    protected override async ValueTask RequireNothingOpenAsync(IConnection connection)
    {
        // Refused while anybody else has the file open.
        await using var alone = new FileStream(Path.Combine(folder, Table), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        alone.Length.ShouldBeGreaterThan(0);
    }
}
