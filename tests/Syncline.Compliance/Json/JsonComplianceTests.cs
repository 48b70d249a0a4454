using Syncline.Compliance.Suite;
using Syncline.Connectors.Files.Json;
using Syncline.Core.Connectors;

namespace Syncline.Compliance.Json;

public sealed class JsonComplianceTests : WritingCompliance, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("syncline-compliance-").FullName;

    public JsonComplianceTests()
    {
        File.WriteAllText(Path.Combine(folder, "contacts.jsonl"), "{\"id\":1,\"name\":\"Öztürk, \\\"Ada\\\"\",\"at\":{\"city\":\"Köln\"}}\n{\"id\":2,\"name\":\"two\\nlines\"}\n{\"id\":3,\"name\":\"漢 😀\"}\n{\"id\":4}\n");
        File.WriteAllText(Path.Combine(folder, "leads.json"), "[{\"id\":\"L-1\",\"topic\":\"first\",\"note\":null}]");
    }

    protected override IConnector Connector { get; } = new JsonConnector();

    protected override ConnectionSettings Settings => new()
    {
        Name = "files",
        Connector = "json",
        Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["path"] = folder, ["key"] = "id" },
    };

    protected override string Table => "contacts.jsonl";

    protected override string KeyColumn => "id";

    protected override (string Option, string Value) WrongOption => ("columns", "id:number-or-so");

    protected override WritableTable Target => new("leads.json", "id", "topic", "note", BadText: "a\0b");

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
