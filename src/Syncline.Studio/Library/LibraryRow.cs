using Syncline.Core.Connectors;
using Syncline.Studio.Connections;

namespace Syncline.Studio.Library;

/// <summary>A connection as the library's list shows it.</summary>
/// <param name="Connection">How it stands.</param>
/// <param name="Place">Where it leads: the value of its first required option.</param>
/// <param name="Uses">Paths of the known projects that name it; null while they are looked for.</param>
internal sealed record LibraryRow(ShelfConnection Connection, string Place, IReadOnlyList<string>? Uses)
{
    /// <summary>Where settings lead.</summary>
    public static string PlaceOf(IConnector? connector, IReadOnlyDictionary<string, string> options) =>
        connector?.Descriptor.Options.Where(option => option is { IsSecret: false } && options.ContainsKey(option.Name)).OrderByDescending(option => option.IsRequired)
            .Select(option => options[option.Name]).FirstOrDefault() ?? string.Empty;
}
