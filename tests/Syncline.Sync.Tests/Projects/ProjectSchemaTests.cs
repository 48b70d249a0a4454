using System.Text.Json.Nodes;
using NJsonSchema;
using Syncline.Core.Errors;
using Syncline.Sync.Projects;
using Syncline.Sync.Projects.Yaml;

namespace Syncline.Sync.Tests.Projects;

/// <summary>The published schema and the reader accept and refuse the same files.</summary>
public sealed class ProjectSchemaTests
{
    private const string Rest = "source: { connection: a, table: s }\ntarget: { connection: b, table: t }\n";
    private const string Minimal = Rest + "key: k\ncolumns: { k: id }\n";

    public static TheoryData<string> Good() =>
    [
        ProjectReaderTests.Example,
        Minimal,
        Rest + "key: [k, l]\ncolumns: { k: id, l: { value: \"'x'\" }, m: { from: [a, b], lookup: { table: t, match: [x, y], missing: null } } }",
        Rest + "key: k\ncolumns: { k: a, m: { from: b, lookup: { table: t, match: x, missing: add } } }",
        Rest + "key: k\ncolumns: { k: { from: id, choice: { aliases: { a: 1 } }, compare: { mode: ignore, ignore-case: true, date-precision: days } } }",
        Minimal + "name: n\nparameters: { a: b, c: 1 }\ntarget-filter: { fetchxml: \"<filter/>\" }\nactions: { delete: deactivate }\n",
        "source: { connection: a }\ntarget: { connection: b }\nmappings:\n  - { source: { table: s }, target: { table: t }, key: k, columns: { k: id } }\n  - { name: n, source: { table: s }, target: { table: u }, key: k, columns: { k: { from: id, compare: newer-wins } }, duplicates: last }",
        Minimal + "source-filter: { odata: \"statecode eq 0\", sql: \"a = 1\" }",
        Minimal + "source-filter: { fetchxml: \"<filter/>\" }",
        Rest + "key: k\ncolumns: { k: { from: id, choice: { by: label, missing: add } } }",
        Minimal + "new-ids: from-key",
        Minimal + "incremental: true",
        Minimal + "incremental: { target-watermark: modifiedon }",
        Minimal + "write-back: { column: target_id }",
        Minimal + "write-back: { column: target_id, from: number }",
        "source: { connection: a }\ntarget: { connection: b }\nwrite-back: { column: i }\nmappings:\n  - { source: { table: s }, target: { table: t }, key: k, columns: { k: id }, write-back: { column: j } }",
        Minimal + "hooks: { before-compare: [check, --now], after-apply: notify, time-limit: 10 }",
        Rest + "key: k\ncolumns: { k: id, m: { from: a, compare: trigger }, n: { from: b, compare: { mode: newer-wins } } }",
        Minimal + "guards: { max-adds: 10, max-updates: 5.5%, empty-source: continue }\nduplicates: newest(modified)\n",
    ];

    public static TheoryData<string> Bad() =>
    [
        "key: k",
        Rest + "key: []\ncolumns: { k: id }",
        Rest + "key: k\ncolumns: {}",
        Rest + "key: k\ncolumns: { k: [a] }",
        Rest + "key: k\ncolumns: { k: { to: x } }",
        Rest + "key: k\ncolumns: { k: { from: a, value: b } }",
        Rest + "key: k\ncolumns: { k: { from: a, lookup: { match: b } } }",
        Rest + "key: k\ncolumns: { k: { from: a, lookup: { table: t, missing: make } } }",
        Rest + "key: k\ncolumns: { k: { from: a, choice: name } }",
        Rest + "key: k\ncolumns: { k: { from: a, compare: { tolerance: -1 } } }",
        Minimal + "colums: { a: b }",
        "mappings: []",
        "mappings: [ { columns: [] } ]",
        "mappings: [ { colums: {} } ]",
        Minimal + "new-ids: key",
        Minimal + "incremental: often",
        Minimal + "incremental: { watermark: modifiedon }",
        Minimal + "write-back: target_id",
        Minimal + "write-back: { from: number }",
        Minimal + "write-back: { column: target_id, to: number }",
        Minimal + "hooks: { after-commit: x }",
        Minimal + "hooks: { time-limit: 0 }",
        "source: { connection: a }\ntarget: { connection: b, table: t }\nkey: k\ncolumns: { k: id }\n",
        Minimal + "actions: { delete: maybe }",
        Minimal + "guards: { max-deletes: 5 percent }",
        Minimal + "guards: { max-deletes: 5.5 }",
        Minimal + "compare: { date-precision: hours }",
        Minimal + "duplicates: newest",
        Minimal + "target-filter: { odata: a, fetchxml: b }",
        Minimal + "target-filter: { sql: a }",
        Minimal + "source-filter: { odata: a, fetchxml: b }",
        Minimal + "source-filter: { view: a }",
        Rest + "key: k\ncolumns: { k: { from: a, choice: { missing: skip } } }",
    ];

    [Theory]
    [MemberData(nameof(Good))]
    public async Task Both_accept(string yaml)
    {
        ProjectReader.ReadSet(yaml, "p.syncline.yaml", ProjectParameters.None);
        (await ErrorsAsync(yaml)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Both_refuse(string yaml)
    {
        Should.Throw<ConfigurationException>(() => ProjectReader.ReadSet(yaml, "p.syncline.yaml", ProjectParameters.None));
        (await ErrorsAsync(yaml)).ShouldNotBeEmpty();
    }

    private static async Task<IReadOnlyList<string>> ErrorsAsync(string yaml)
    {
        var schema = await JsonSchema.FromJsonAsync(ProjectSchema.Read(), TestContext.Current.CancellationToken);
        var json = ToJson(YamlComposer.Compose(yaml, "p", new ProjectMistakes())!)!.ToJsonString();
        return [.. schema.Validate(json).Select(error => error.ToString())];
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMap map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key, ToJson(entry.Value)))),
        YamlList list => new JsonArray([.. list.Items.Select(ToJson)]),
        YamlScalar { IsNothing: true } => null,
        YamlScalar { IsPlain: true, Text: "true" or "false" } flag => flag.Text == "true",
        YamlScalar { IsPlain: true } number when decimal.TryParse(number.Text, System.Globalization.CultureInfo.InvariantCulture, out var value) => value,
        YamlScalar scalar => scalar.Text,
        _ => throw new InvalidOperationException(),
    };
}
