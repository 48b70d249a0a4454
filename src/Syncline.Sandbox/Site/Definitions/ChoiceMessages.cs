using System.Text.Json;
using Syncline.Sandbox.Site.Access;
using Syncline.Sandbox.Site.Functions;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Definitions;

/// <summary>
/// <c>InsertOptionValue</c>, <c>UpdateOptionValue</c> and <c>DeleteOptionValue</c> (Microsoft Learn: "Create and update global choices") of both services, for administrators. A change holds
/// at once; publishing is taken and does nothing more.
/// </summary>
internal sealed class ChoiceMessages
{
    /// <summary>First value that a customer's own options have: the prefix 10000 of the publisher, followed by four digits.</summary>
    private const int FirstValue = 100_000_000;

    public static readonly string[] Names = ["InsertOptionValue", "UpdateOptionValue", "DeleteOptionValue", "PublishXml", "PublishAllXml"];

    private readonly Lock _lock = new();
    private readonly Catalog _catalog;
    private readonly DefinitionSet _definitions;
    private readonly AccessControl _access;
    private readonly string? _file;

    public ChoiceMessages(Catalog catalog, DefinitionSet definitions, AccessControl access, SandboxOptions options)
    {
        (_catalog, _definitions, _access) = (catalog, definitions, access);
        _file = options.Keep is { } folder ? Path.Combine(folder, "choices.jsonl") : null;
        foreach (var line in File.Exists(_file) ? File.ReadLines(_file) : [])
        {
            Apply(JsonSerializer.Deserialize<ChoiceChange>(line) ?? throw new SandboxFolderException($"{_file} is not what this sandbox writes. Move it away to begin anew."));
        }
    }

    /// <summary>Answers the Web API's actions.</summary>
    public SiteAnswer Answer(SiteRequest request, JsonElement body)
    {
        switch (request.Path[0].Name)
        {
            case "PublishXml" or "PublishAllXml":
                _access.DemandCustomizing(request);
                return SiteAnswer.NoContent();
            case "InsertOptionValue":
                int? wanted = body.TryGetProperty("Value", out var given) && given.ValueKind == JsonValueKind.Number ? given.GetInt32() : null;
                var value = Insert(request, NameOf(body), wanted, LabelsOf(body));
                return MessageBody.Answer(request, "InsertOptionValueResponse", json => json.WriteNumber("NewOptionValue", value));
            case "UpdateOptionValue":
                Update(request, NameOf(body), (int)MessageBody.Number(body, "Value"), LabelsOf(body));
                return SiteAnswer.NoContent();
            default:
                Delete(request, NameOf(body), (int)MessageBody.Number(body, "Value"));
                return SiteAnswer.NoContent();
        }
    }

    /// <summary>Adds an option; gives its value.</summary>
    /// <param name="request">Who asks.</param>
    /// <param name="name">The global choice, or <c>table.column</c>.</param>
    /// <param name="value">Its value; null takes the next of the customer's own.</param>
    /// <param name="labels">Its labels with their languages.</param>
    public int Insert(SiteRequest request, string name, int? value, IEnumerable<(string Text, int Language)> labels)
    {
        lock (_lock)
        {
            var choice = Require(request, name);
            var taken = value ?? Math.Max(FirstValue, choice.Options.Select(option => option.Value + 1).DefaultIfEmpty(FirstValue).Max());
            Keep(choice.Find(taken) is null ? new ChoiceChange(name, taken, LabelOf(labels)) : throw Refused($"The choice '{name}' already has an option of the value {taken}."));
            return taken;
        }
    }

    /// <summary>Renames an option.</summary>
    public void Update(SiteRequest request, string name, int value, IEnumerable<(string Text, int Language)> labels)
    {
        lock (_lock)
        {
            Keep(new ChoiceChange(name, Existing(Require(request, name), value), LabelOf(labels)));
        }
    }

    /// <summary>Removes an option.</summary>
    public void Delete(SiteRequest request, string name, int value)
    {
        lock (_lock)
        {
            Keep(new ChoiceChange(name, Existing(Require(request, name), value), null));
        }
    }

    private Choice Require(SiteRequest request, string name)
    {
        _access.DemandCustomizing(request);
        return ChoicesOf(name).FirstOrDefault() ?? throw Refused($"There is no choice '{name}' that takes options of its own.");
    }

    private static string NameOf(JsonElement body) => body.TryGetProperty("OptionSetName", out var name) && name.ValueKind == JsonValueKind.String
        ? name.GetString()!
        : $"{MessageBody.Text(body, "EntityLogicalName")}.{MessageBody.Text(body, "AttributeLogicalName")}";

    private static int Existing(Choice choice, int value) => choice.Find(value) is not null
        ? value
        : throw Refused($"The choice '{choice.Name}' has no option of the value {value}.");

    private static List<(string Text, int Language)> LabelsOf(JsonElement body)
    {
        var labels = body.TryGetProperty("Label", out var label) && label.ValueKind == JsonValueKind.Object && label.TryGetProperty("LocalizedLabels", out var list) && list.ValueKind == JsonValueKind.Array
            ? list : throw MessageBody.Missing("Label");
        return [.. labels.EnumerateArray().Select(one => (MessageBody.Text(one, "Label"), (int)MessageBody.Number(one, "LanguageCode")))];
    }

    /// <summary>The label of the site's language.</summary>
    private static string LabelOf(IEnumerable<(string Text, int Language)> labels) =>
        labels.Where(label => label.Language == 1033).Select(label => label.Text).FirstOrDefault(text => text.Trim().Length > 0)
        ?? throw Refused("The label has no text in the language of the organization, 1033.");

    private static SiteException Refused(string message) => new(400, "0x80048403", message) { Name = "InvalidOptionSetOperation" };

    /// <summary>A global choice stands in the definition of each column that has it.</summary>
    private IEnumerable<Choice> ChoicesOf(string name) =>
        from table in _catalog.Tables
        from column in table.Columns
        where column is { Choice: not null, Type: ColumnType.Picklist or ColumnType.MultiSelectPicklist }
        where column.Choice!.Global ? column.Choice.Name == name : $"{table.Name}.{column.Name}" == name
        select column.Choice;

    private void Keep(ChoiceChange change)
    {
        if (_file is not null)
        {
            File.AppendAllText(_file, JsonSerializer.Serialize(change) + "\n");
        }

        Apply(change);
    }

    private void Apply(ChoiceChange change)
    {
        foreach (var choice in ChoicesOf(change.Choice))
        {
            var others = choice.Options.Where(option => option.Value != change.Value);
            var old = choice.Find(change.Value) ?? new ChoiceOption { Value = change.Value, Label = "" };
            choice.Replace(change.Label is null ? [.. others] : [.. choice.Options.TakeWhile(option => option != old), old with { Label = change.Label }, .. choice.Options.SkipWhile(option => option != old).Skip(1)]);
        }

        _definitions.Forget();
    }
}
