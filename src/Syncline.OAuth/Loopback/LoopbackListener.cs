using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Syncline.Core.Errors;
using Syncline.OAuth.Errors;
using Syncline.OAuth.Settings;

namespace Syncline.OAuth.Loopback;

/// <summary>
/// Waits on the loopback address for the one request with which the browser brings a sign-in's answer (RFC 8252 section 7.3).
/// Whatever is not that request is turned away and the waiting goes on; after the first answer every further one is refused.
/// </summary>
internal sealed class LoopbackListener : IAsyncDisposable
{
    private const int FreePortAttempts = 20;
    private const int MaxConnections = 64;
    private static readonly TimeSpan RequestTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(1);

    private readonly RedirectAddress redirect;
    private readonly TimeProvider timeProvider;
    private readonly IReadOnlyList<Socket> sockets;
    private readonly string authority;
    private readonly CancellationTokenSource closing = new();
    private readonly TaskCompletionSource<LoopbackExchange> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<Task, bool> connections = new();
    private readonly SemaphoreSlim slots = new(MaxConnections);
    private readonly Task[] accepting;
    private int answered;
    private int disposed;

    private LoopbackListener(RedirectAddress redirect, IReadOnlyList<Socket> sockets, TimeProvider timeProvider)
    {
        this.redirect = redirect;
        this.sockets = sockets;
        this.timeProvider = timeProvider;
        Port = ((IPEndPoint)sockets[0].LocalEndPoint!).Port;
        RedirectUri = redirect.WithPort(Port);
        authority = string.Create(CultureInfo.InvariantCulture, $"{redirect.Host}:{Port}");
        accepting = [.. sockets.Select(AcceptAsync)];
    }

    /// <summary>Port listened on, the same on each address.</summary>
    public int Port { get; }

    /// <summary>The redirect URI to send: as the user wrote it, with the port.</summary>
    public string RedirectUri { get; }

    /// <exception cref="ConfigurationException">The port is taken (OA1101), or nothing can listen on loopback (OA1102).</exception>
    public static LoopbackListener Start(RedirectAddress redirect, TimeProvider timeProvider)
    {
        for (var attempt = 1; ; attempt++)
        {
            var bound = new List<Socket>();
            try
            {
                Listen(redirect, bound);
                return new LoopbackListener(redirect, bound, timeProvider);
            }
            catch (SocketException exception)
            {
                bound.ForEach(socket => socket.Dispose());
                // A free port of one address family can be taken in the other: try the next one.
                if (redirect.Port == 0 && attempt < FreePortAttempts && exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
                {
                    continue;
                }

                throw CannotListen(redirect, exception);
            }
        }
    }

    /// <summary>The first request that carries an answer.</summary>
    public Task<LoopbackExchange> ReceiveAsync(CancellationToken cancellationToken) => answer.Task.WaitAsync(cancellationToken);

    /// <summary>Takes no answer from now on: it came another way.</summary>
    public void RefuseFurtherAnswers() => Interlocked.Exchange(ref answered, 1);

    /// <summary>Closes the sockets and waits until every connection ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        await closing.CancelAsync();
        foreach (var socket in sockets)
        {
            socket.Dispose();
        }

        await Task.WhenAll(accepting);
        await Task.WhenAll(connections.Keys);
        closing.Dispose();
        slots.Dispose();
    }

    private static void Listen(RedirectAddress redirect, List<Socket> bound)
    {
        var port = redirect.Port;
        foreach (var address in redirect.Addresses)
        {
            try
            {
                var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                bound.Add(socket);
                if (OperatingSystem.IsWindows())
                {
                    // Otherwise another program could bind the same port there and take the code.
                    socket.ExclusiveAddressUse = true;
                }

                socket.Bind(new IPEndPoint(address, port));
                socket.Listen(16);
                port = ((IPEndPoint)socket.LocalEndPoint!).Port;
            }
            catch (SocketException exception) when (redirect.Addresses.Count > 1 && exception.SocketErrorCode
                is SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable or SocketError.ProtocolFamilyNotSupported)
            {
                // One family is switched off on this machine: nobody can be reached, or intercept, there.
                if (bound.Count > 0 && !bound[^1].IsBound)
                {
                    bound[^1].Dispose();
                    bound.RemoveAt(bound.Count - 1);
                }
            }
        }

        if (bound.Count == 0)
        {
            throw new SocketException((int)SocketError.AddressNotAvailable);
        }
    }

    private static ConfigurationException CannotListen(RedirectAddress redirect, SocketException exception) =>
        exception.SocketErrorCode == SocketError.AddressAlreadyInUse && redirect.Port != 0
            ? new ConfigurationException(new ErrorDetail
            {
                Id = OAuthErrorId.PortInUse,
                Phase = ErrorPhase.Configuration,
                Message = $"Port {redirect.Port} of the Redirect URL {redirect.Registered} is used by another program on this machine.",
                Advice = "Close that program, or another sign-in that is still waiting; or use the Redirect URL http://localhost, which takes any free port.",
                Option = OptionName.RedirectUrl,
            }, exception)
            : new ConfigurationException(new ErrorDetail
            {
                Id = OAuthErrorId.CannotListen,
                Phase = ErrorPhase.Configuration,
                Message = $"Syncline can not listen on {redirect.Registered} for the answer of the sign-in ({exception.SocketErrorCode}).",
                Advice = redirect.Port is > 0 and < 1024
                    ? "Ports below 1024 need administrator rights on many systems: use http://localhost or a higher port."
                    : "Allow programs to listen on the loopback address, or use the grant type device_code.",
                Option = OptionName.RedirectUrl,
            }, exception);

    private async Task AcceptAsync(Socket listening)
    {
        while (!closing.IsCancellationRequested)
        {
            try
            {
                var socket = await listening.AcceptAsync(closing.Token);
                if (!slots.Wait(0, CancellationToken.None))
                {
                    socket.Dispose();
                    continue;
                }

                var connection = ServeAsync(socket);
                connections.TryAdd(connection, true);
                _ = connection.ContinueWith(
                    done => connections.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException exception) when (exception.SocketErrorCode is SocketError.ConnectionAborted or SocketError.ConnectionReset)
            {
                // The caller hung up before it was accepted: wait for the next one.
            }
            catch (SocketException exception) when (!closing.IsCancellationRequested)
            {
                answer.TrySetException(CannotListen(redirect, exception));
                return;
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await Task.Yield();
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            socket.NoDelay = true;
            LoopbackExchange? exchange = null;
            try
            {
                ResultPage page;
                try
                {
                    (exchange, page) = await ReadAsync(stream);
                }
                catch (BadRequestException exception)
                {
                    page = ResultPage.Refused(exception.Status, exception.Message);
                }

                if (exchange is not null)
                {
                    answer.TrySetResult(exchange);
                    page = await exchange.Page.WaitAsync(closing.Token);
                }

                await WriteAsync(socket, stream, page);
            }
            finally
            {
                exchange?.Finished();
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The other side went away, was too slow, or the listener is closing: there is nobody to tell.
        }
        finally
        {
            slots.Release();
        }
    }

    /// <summary>The exchange, when the request is the awaited answer; else the page that turns it away.</summary>
    private async Task<(LoopbackExchange? Exchange, ResultPage Page)> ReadAsync(Stream stream)
    {
        using var time = new CancellationTokenSource(RequestTime, timeProvider);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(time.Token, closing.Token);
        var request = await HttpRequestReader.ReadAsync(stream, limit.Token);

        // A foreign name that was made to point to loopback (DNS rebinding) shows itself here.
        var host = request.Header("Host");
        if (!string.Equals(host, authority, StringComparison.OrdinalIgnoreCase)
            && !(Port == 80 && string.Equals(host, redirect.Host, StringComparison.OrdinalIgnoreCase)))
        {
            throw new BadRequestException(HttpStatusCode.MisdirectedRequest, "This page answers only under the address of the sign-in.");
        }

        if (request.Path != redirect.RequestPath)
        {
            throw new BadRequestException(HttpStatusCode.NotFound, "There is no such page. Go back to the sign-in page in your browser.");
        }

        if (request.Method is not ("GET" or "POST"))
        {
            throw new BadRequestException(HttpStatusCode.MethodNotAllowed, "Only a browser that comes back from the sign-in page is awaited here.");
        }

        // Browsers say so when a request is not a person's navigation: an image, a frame, a prefetch, a script of some page.
        if (request.Header("Sec-Fetch-Mode") is { } mode && mode != "navigate"
            || request.Header("Sec-Fetch-Dest") is { } destination && destination != "document"
            || request.Header("Sec-Purpose") is not null)
        {
            throw new BadRequestException(HttpStatusCode.Forbidden, "Only a browser that comes back from the sign-in page is awaited here.");
        }

        var parameters = FormEncoding.Parse(request.Method == "POST" ? request.Body : request.Query);
        if (!parameters.Any(parameter => parameter.Key is "code" or "error" or "state"))
        {
            throw new BadRequestException(HttpStatusCode.BadRequest, "Syncline waits here for the answer of the sign-in page, but this request brings none.");
        }

        return Interlocked.Exchange(ref answered, 1) == 0
            ? (new LoopbackExchange(parameters), ResultPage.AlreadyAnswered())
            : (null, ResultPage.AlreadyAnswered());
    }

    private async Task WriteAsync(Socket socket, NetworkStream stream, ResultPage page)
    {
        using var time = new CancellationTokenSource(RequestTime, timeProvider);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(time.Token, closing.Token);
        await stream.WriteAsync(page.ToResponse(), limit.Token);
        socket.Shutdown(SocketShutdown.Send);

        // Closing with unread bytes would reset the connection and could lose the page: read until the browser closes too, for a moment.
        limit.CancelAfter(DrainTime);
        var rest = new byte[4096];
        while (await stream.ReadAsync(rest, limit.Token) > 0)
        {
        }
    }
}
