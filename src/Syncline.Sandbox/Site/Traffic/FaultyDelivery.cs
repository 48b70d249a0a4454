using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Syncline.Sandbox.Site.Http;

namespace Syncline.Sandbox.Site.Traffic;

/// <summary>Sends an answer in the way that a fault asks for.</summary>
internal sealed class FaultyDelivery(TimeProvider clock)
{
    /// <summary>The answer of a gateway or of a server in trouble.</summary>
    /// <param name="fault">What was ordered.</param>
    /// <param name="failure">Puts a failure into the form of the service that is asked.</param>
    public static SiteAnswer StatusOf(Fault fault, Func<SiteException, SiteAnswer> failure)
    {
        var answer = fault.Status is 500 or 429
            ? failure(new SiteException(fault.Status, "0x80040216", "An unexpected error occurred.") { Name = "UnExpected" })
            : new SiteAnswer(fault.Status)
            {
                ContentType = "text/html",
                Body = async (output, cancellationToken) => await output.WriteAsync("<html><head><title>The service is unavailable.</title></head><body>The service is unavailable.</body></html>"u8.ToArray(), cancellationToken),
            };
        return fault.RetryAfter is { } seconds ? answer.With("Retry-After", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture)) : answer;
    }

    /// <summary>Never answers; returns when the client has given up.</summary>
    public static async Task KeepWaitingAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    /// <summary>The body of an answer as one block.</summary>
    public static async Task<ReadOnlyMemory<byte>> BytesOfAsync(SiteAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.Body is null)
        {
            return default;
        }

        using var stream = new MemoryStream();
        var pipe = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        await answer.Body(pipe, cancellationToken);
        await pipe.CompleteAsync();
        return stream.ToArray();
    }

    /// <summary>Sends small pieces with pauses.</summary>
    public async Task SendSlowlyAsync(HttpContext context, ReadOnlyMemory<byte> body, Fault fault)
    {
        for (; body.Length > 0; body = body[Math.Min(fault.Piece, body.Length)..])
        {
            await Task.Delay(TimeSpan.FromMilliseconds(fault.Pause), clock, context.RequestAborted);
            await context.Response.BodyWriter.WriteAsync(body[..Math.Min(fault.Piece, body.Length)], context.RequestAborted);
        }
    }

    /// <summary>Promises the whole body, sends its first half and breaks the connection.</summary>
    public static async Task SendHalfAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentLength = Math.Max(1, body.Length);
        await context.Response.StartAsync(context.RequestAborted);
        context.Response.BodyWriter.Write(body.Span[..(body.Length / 2)]);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        context.Abort();
    }
}
