using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Syncline.Sandbox.Site.Metadata;

/// <summary>Every table of the site. Immutable but for the options of choices; safe for concurrent use.</summary>
internal sealed class Catalog
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter<ColumnType>() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private static readonly string[] TableFiles =
    [
        "account", "businessunit", "contact", "lead", "new_project", "opportunity", "organization", "product",
        "systemuser", "task", "team", "transactioncurrency",
        "activityparty", "activitypointer", "annotation", "appointment", "competitor", "email", "new_sensordata", "phonecall",
        "savedquery", "sdkmessage", "sdkmessagefilter", "userquery", "usersettings",
        "accountleads", "contactleads", "leadcompetitors", "leadproduct", "new_project_contact", "opportunitycompetitors", "teammembership",
    ];

    private readonly FrozenDictionary<string, Table> _byName;
    private readonly FrozenDictionary<string, Table> _bySetName;

    private Catalog(IReadOnlyList<Table> tables, IReadOnlyList<OneToMany> oneToMany, IReadOnlyList<ManyToMany> manyToMany)
    {
        Tables = tables;
        OneToMany = oneToMany;
        ManyToMany = manyToMany;
        foreach (var table in tables)
        {
            table.Connect(oneToMany, manyToMany);
        }

        var pointer = tables.First(table => table.Name == "activitypointer");
        foreach (var activity in tables.Where(table => table.Facts.Activity && table != pointer))
        {
            activity.Pointer = pointer;
        }

        _byName = tables.ToFrozenDictionary(table => table.Name, StringComparer.Ordinal);
        _bySetName = tables.ToFrozenDictionary(table => table.SetName, StringComparer.Ordinal);
        GlobalChoices = [.. tables.SelectMany(table => table.Columns).Select(column => column.Choice).OfType<Choice>()
            .Where(choice => choice.Global).DistinctBy(choice => choice.Name, StringComparer.Ordinal).OrderBy(choice => choice.Name, StringComparer.Ordinal)];
    }

    public IReadOnlyList<Table> Tables { get; }

    public IReadOnlyList<OneToMany> OneToMany { get; }

    public IReadOnlyList<ManyToMany> ManyToMany { get; }

    public IReadOnlyList<Choice> GlobalChoices { get; }

    /// <summary>A table by logical name; throws when there is none.</summary>
    public Table this[string logicalName] => _byName[logicalName];

    /// <summary>The catalog that lies in the assembly, for one site: the options of its choices can change.</summary>
    public static Catalog Load()
    {
        var tables = TableFiles.Select((name, ordinal) => new Table(Read<TableFacts>(name + ".json"), ordinal)).ToList();
        var oneToMany = new List<OneToMany>();
        var manyToMany = new List<ManyToMany>();
        foreach (var relationship in Read<IReadOnlyList<JsonElement>>("relationships.json"))
        {
            if (relationship.TryGetProperty("intersect", out _))
            {
                manyToMany.Add(relationship.Deserialize<ManyToMany>(Format)!);
            }
            else
            {
                oneToMany.Add(relationship.Deserialize<OneToMany>(Format)!);
            }
        }

        return new Catalog(tables, oneToMany, manyToMany);
    }

    /// <summary>A table by logical name, or null.</summary>
    public Table? Find(string logicalName) => _byName.GetValueOrDefault(logicalName);

    /// <summary>A table by entity set name, or null.</summary>
    public Table? FindSet(string setName) => _bySetName.GetValueOrDefault(setName);

    /// <summary>The tables that a navigation property can lead to and that the sandbox holds.</summary>
    public IEnumerable<Table> TargetsOf(Navigation navigation) => navigation.Target == "owner"
        ? Tables.Where(table => table.Facts.Principal)
        : Find(navigation.Target) is { } table ? [table] : [];

    private static T Read<T>(string file)
    {
        using var stream = typeof(Catalog).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"The assembly lacks the resource {file}.");
        return JsonSerializer.Deserialize<T>(stream, Format)!;
    }
}
