using System.Globalization;
using System.Net;

namespace Syncline.OAuth.Settings;

/// <summary>A loopback redirect URI (RFC 8252 section 7.3), kept as the user wrote it: servers compare it character by character.</summary>
internal sealed record RedirectAddress
{
    private RedirectAddress(string host, int port, string path, IReadOnlyList<IPAddress> addresses)
    {
        (Host, Port, Path, Addresses) = (host, port, path, addresses);
    }

    /// <summary><c>localhost</c>, <c>127.0.0.1</c> or <c>[::1]</c>.</summary>
    public string Host { get; }

    /// <summary>The port given, or 0 for any free one.</summary>
    public int Port { get; }

    /// <summary>As given: empty, <c>/</c> or longer.</summary>
    public string Path { get; }

    /// <summary>The path of the request that a browser sends for it.</summary>
    public string RequestPath => Path.Length == 0 ? "/" : Path;

    /// <summary>Addresses to listen on: browsers try both for <c>localhost</c>.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; }

    /// <summary>As it is registered at the server.</summary>
    public string Registered => Port == 0 ? $"http://{Host}{Path}" : WithPort(Port);

    /// <summary>As it is sent to the server.</summary>
    public string WithPort(int port) => string.Create(CultureInfo.InvariantCulture, $"http://{Host}:{port}{Path}");

    /// <summary>The redirect, or what is wrong with it as the end of a sentence.</summary>
    public static (RedirectAddress? Redirect, string? Reason) Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            return (null, $"'{text}' is not a web address");
        }

        if (uri.UserInfo.Length > 0 || text.AsSpan().IndexOfAny('?', '#', '\\') >= 0)
        {
            return (null, "holds a user name, query (?…) or fragment (#…)");
        }

        var host = uri.Host.ToLowerInvariant();
        if (host is not ("localhost" or "127.0.0.1" or "[::1]"))
        {
            return (null, $"'{text}' does not lead to this machine, so Syncline can not receive the answer there");
        }

        if (uri.Scheme != "http")
        {
            return (null, $"'{text}' is not http; on this machine the browser hands over the answer by plain http");
        }

        // Uri writes the default port like none, but ":80" means port 80 and nothing means any port.
        var authorityAndPath = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? text["http://".Length..] : string.Empty;
        var slash = authorityAndPath.IndexOf('/', StringComparison.Ordinal);
        var authority = slash < 0 ? authorityAndPath : authorityAndPath[..slash];
        var path = slash < 0 ? string.Empty : authorityAndPath[slash..];
        var port = 0;
        if (!authority.StartsWith(host, StringComparison.OrdinalIgnoreCase)
            || (authority.Length > host.Length && !TryPort(authority.AsSpan(host.Length), out port)))
        {
            return (null, $"'{text}' is not written as http://localhost, http://127.0.0.1 or http://[::1] with an optional port");
        }

        if (path.Any(c => c is <= ' ' or > '~'))
        {
            return (null, $"'{text}' has characters in its path that must be percent-encoded");
        }

        IPAddress[] addresses = host switch
        {
            "localhost" => [IPAddress.Loopback, IPAddress.IPv6Loopback],
            "127.0.0.1" => [IPAddress.Loopback],
            _ => [IPAddress.IPv6Loopback],
        };
        return (new RedirectAddress(host, port, path, addresses), null);
    }

    private static bool TryPort(ReadOnlySpan<char> text, out int port)
    {
        port = 0;
        return text is [':', .. var digits] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port is > 0 and <= ushort.MaxValue;
    }
}
