using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Syncline.Sandbox.Site.Traffic;

/// <summary>Counts each user's requests on each web server, and refuses those beyond the limits. Safe for concurrent use.</summary>
internal sealed class ServiceProtection(TrafficSettings settings, SiteClock clock)
{
    private const string Cookie = "ARRAffinity";
    private const string Server = "sandbox";
    private readonly ConcurrentDictionary<(Guid User, int Server), UserWindow> _windows = new();
    private uint _turn;
    private int _underWay;

    /// <summary>A request is let in: the number of those under way, itself among them.</summary>
    public int Begin() => Interlocked.Increment(ref _underWay);

    /// <summary>Its end.</summary>
    public void End() => Interlocked.Decrement(ref _underWay);

    /// <summary>The web server of a request: the one its cookie names, else the next in turn.</summary>
    public int ServerOf(HttpRequest request)
    {
        var servers = settings.Limits.WebServers;
        if (request.Cookies[Cookie] is { } value && value.StartsWith(Server, StringComparison.Ordinal)
            && int.TryParse(value.AsSpan(Server.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var named) && named < servers)
        {
            return named;
        }

        return (int)((Interlocked.Increment(ref _turn) - 1) % (uint)servers);
    }

    /// <summary>The value of the affinity cookie for a server.</summary>
    public static string CookieOf(int server) => string.Create(CultureInfo.InvariantCulture, $"{Cookie}={Server}{server}");

    public UserWindow WindowOf(Guid user, int server) => _windows.GetOrAdd((user, server), static (_, time) => new UserWindow(time), clock);

    /// <summary>Forgets every request so far.</summary>
    public void Clear() => _windows.Clear();
}
