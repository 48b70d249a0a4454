using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Syncline.DatabaseServers;

/// <summary>A way to a server of this machine that is cut whenever the client is about to send a text: the server never sees it.</summary>
internal sealed class CutWire : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly byte[] text;
    private readonly int most;
    private readonly int server;
    private readonly Task accepting;
    private int cuts;

    /// <param name="server">Port of the server.</param>
    /// <param name="text">The text.</param>
    /// <param name="most">How often it cuts; later it lets all through.</param>
    public CutWire(int server, string text, int most = int.MaxValue)
    {
        this.server = server;
        this.text = Encoding.UTF8.GetBytes(text);
        this.most = most;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How often it was cut so far.</summary>
    public int Cuts => Math.Min(most, Volatile.Read(ref cuts));

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await accepting;
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var wires = new List<Task>();
        try
        {
            while (true)
            {
                wires.Add(CarryAsync(await listener.AcceptTcpClientAsync(end.Token)));
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(wires);
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        near.LingerState = new LingerOption(enable: true, seconds: 0);
        far.LingerState = new LingerOption(enable: true, seconds: 0);
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, server, end.Token);
            var there = CopyAsync(near.GetStream(), far.GetStream(), isWatched: true);
            var back = CopyAsync(far.GetStream(), near.GetStream(), isWatched: false);
            await await Task.WhenAny(there, back);
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException or SocketException)
        {
            // One side has gone; the other goes with it.
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, bool isWatched)
    {
        var buffer = new byte[64 * 1024];
        var kept = 0; // the end of what was sent, in which the text may begin
        while (await from.ReadAsync(buffer.AsMemory(kept), end.Token) is > 0 and var read)
        {
            if (isWatched && buffer.AsSpan(0, kept + read).IndexOf(text) >= 0 && Interlocked.Increment(ref cuts) <= most)
            {
                return;
            }

            await to.WriteAsync(buffer.AsMemory(kept, read), end.Token);
            var all = kept + read;
            kept = isWatched ? Math.Min(text.Length - 1, all) : 0;
            buffer.AsSpan(all - kept, kept).CopyTo(buffer);
        }
    }
}
