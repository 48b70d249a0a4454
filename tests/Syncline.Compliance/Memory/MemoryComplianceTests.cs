using Syncline.Compliance.Suite;
using Syncline.Core.Connectors;

namespace Syncline.Compliance.Memory;

public sealed class MemoryComplianceTests : WritingCompliance
{
    protected override IConnector Connector { get; } = new MemoryConnector(SampleStore.Create());

    protected override ConnectionSettings Settings => new()
    {
        Name = "example",
        Connector = "memory",
        Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["store"] = "projects" },
    };

    protected override string Table => "project";

    protected override string KeyColumn => "code";

    protected override (string Option, string Value) WrongOption => ("store", "project");

    protected override WritableTable Target => new("task", "code", "title", "note", BadText: new string('x', 41));
}
