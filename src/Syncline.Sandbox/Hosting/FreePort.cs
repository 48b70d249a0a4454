using System.Net;
using System.Net.Sockets;

namespace Syncline.Sandbox.Hosting;

/// <summary>Finds a TCP port that is free on both loopback families, since browsers try <c>localhost</c> on [::1] first.</summary>
internal static class FreePort
{
    private const int Attempts = 32;

    /// <exception cref="IOException">No common port was found.</exception>
    public static int Find()
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            using var ipv4 = new TcpListener(IPAddress.Loopback, 0);
            ipv4.Start();
            var port = ((IPEndPoint)ipv4.LocalEndpoint).Port;
            if (!Socket.OSSupportsIPv6 || IsFree(IPAddress.IPv6Loopback, port))
            {
                return port;
            }
        }

        throw new IOException("No TCP port is free on both 127.0.0.1 and [::1].");
    }

    private static bool IsFree(IPAddress address, int port)
    {
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
        {
            // The machine has no [::1]; 127.0.0.1 alone is all that can be had.
            return true;
        }
    }
}
