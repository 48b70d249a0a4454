using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Compliance.Memory;

/// <summary>Options of a memory connection, checked.</summary>
/// <param name="Store">The store to open.</param>
/// <param name="KeysIgnoreCase">Whether keys that differ only in case are the same.</param>
internal sealed record MemoryOptions(MemoryStore Store, bool KeysIgnoreCase)
{
    private static readonly ConnectorOption StoreOption = new()
    {
        Name = "store",
        Label = "Store",
        Help = "Name of the store.",
        IsRequired = true,
        Example = "projects",
    };

    private static readonly ConnectorOption KeysOption = new()
    {
        Name = "keys",
        Label = "Keys",
        Help = "Whether texts that differ only in case are the same key.",
        Default = "exact",
        Choices = [new("exact", "Exact"), new("ignore-case", "Ignore case")],
    };

    /// <summary>The declarations, in the order of the form.</summary>
    public static IReadOnlyList<ConnectorOption> Declarations { get; } = [StoreOption, KeysOption];

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="ConfigurationException">An option is missing or wrong.</exception>
    public static MemoryOptions From(ConnectionSettings settings, IReadOnlyList<MemoryStore> stores)
    {
        var name = settings.Get(StoreOption) ?? throw MemoryErrors.Option(StoreOption, "is missing", "Give the name of a store.");
        var store = stores.FirstOrDefault(store => store.Name == name) ?? throw MemoryErrors.Option(
            StoreOption, $"names no store: '{name}'", NearestNames.Advice(name, stores.Select(store => store.Name), "Give the name of a store."));
        var keys = settings.Get(KeysOption)!;
        return KeysOption.Choices.Any(choice => choice.Value == keys)
            ? new MemoryOptions(store, KeysIgnoreCase: keys == "ignore-case")
            : throw MemoryErrors.Option(KeysOption, $"can't be '{keys}'", "Use exact or ignore-case.");
    }
}
