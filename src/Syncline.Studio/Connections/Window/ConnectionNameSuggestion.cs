using Syncline.Connections.Library;
using Syncline.Core.Connectors;

namespace Syncline.Studio.Connections;

/// <summary>A name for a connection, from what was typed: the site's first word, or the folder's name.</summary>
internal static class ConnectionNameSuggestion
{
    /// <summary>A name that the library allows.</summary>
    public static string From(ConnectorDescriptor connector, IReadOnlyDictionary<string, string> values)
    {
        var name = connector.Options.Where(option => values.ContainsKey(option.Name)).Select(option => Of(option, values[option.Name])).FirstOrDefault(part => part is not null)
            ?? connector.Name;
        var allowed = new string([.. name.ToLowerInvariant().Select(character => char.IsAsciiLetterOrDigit(character) ? character : '-')]).Trim('-');
        allowed = allowed[..Math.Min(allowed.Length, ConnectionName.MaxLength)];
        return ConnectionName.Problem(allowed) is null ? allowed : connector.Name;
    }

    private static string? Of(ConnectorOption option, string value)
    {
        if (option.IsPath && value.Length > 0)
        {
            return Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(value));
        }

        return Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Host.Length > 0
            ? address.IsLoopback ? "sandbox" : address.Host.Split('.')[0]
            : null;
    }
}
