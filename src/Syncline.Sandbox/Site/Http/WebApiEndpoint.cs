using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Syncline.Sandbox.SignIn;
using Syncline.Sandbox.Site.Traffic;

namespace Syncline.Sandbox.Site.Http;

/// <summary>Carries requests between the connection and <see cref="WebApi"/>: challenge, limits, duration, faults, headers, journal.</summary>
internal sealed class WebApiEndpoint(
    WebApi api, SandboxOptions options, IAccessTokenReader tokens, TrafficSettings settings, ServiceProtection protection, FaultOrders faults, Journal journal, SiteClock clock)
{
    private readonly FaultyDelivery _delivery = new(clock);
    private int _underWay;

    public async Task HandleAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var (started, work, server) = (clock.GetTimestamp(), new RequestWork(), protection.ServerOf(context.Request));
        var entry = new JournalEntry { At = clock.GetUtcNow(), Method = context.Request.Method, Target = target, Server = server, Headers = Journal.HeadersOf(context.Request) };
        journal.Begin();
        try
        {
            entry = await HandleAsync(context, target, work, entry);
        }
        finally
        {
            journal.End(entry with { Parts = work.Parts, RowsRead = work.RowsRead, RowsWritten = work.RowsWritten, Milliseconds = clock.GetElapsedTime(started).TotalMilliseconds });
        }
    }

    private async Task<JournalEntry> HandleAsync(HttpContext context, string target, RequestWork work, JournalEntry entry)
    {
        var requestId = Guid.NewGuid();
        SiteHeaders.Write(context.Response, requestId, entry.Server, clock);
        var origin = $"{context.Request.Scheme}://{context.Request.Host}";
        if (Caller(context, out var reason) is not { } caller)
        {
            await SendAsync(context, Challenge(origin, reason));
            return entry with { Status = StatusCodes.Status401Unauthorized };
        }

        entry = entry with { User = caller.UserId };
        var limits = settings.Limits;
        var window = protection.WindowOf(caller.UserId, entry.Server);
        var admission = window.Enter(limits);
        SiteHeaders.WriteLimits(context.Response, limits, admission);
        if (admission.Visit is not { } visit)
        {
            await SendAsync(context, TooMany(admission));
            return entry with { Status = StatusCodes.Status429TooManyRequests };
        }

        var started = clock.GetTimestamp();
        var executed = TimeSpan.Zero;
        SiteAnswer? answer = null;
        var fault = faults.Next(context.Request.Method, target);
        var underWay = Interlocked.Increment(ref _underWay);
        try
        {
            answer = await CarryOutAsync(context, target, origin, caller, requestId, work, fault);
            executed = settings.Latency.Of(Math.Max(1, work.Parts), work.RowsWritten, work.RowsRead, underWay);
            if (executed > TimeSpan.Zero)
            {
                await Task.Delay(executed, clock, context.RequestAborted);
            }
            else
            {
                executed = clock.GetElapsedTime(started);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
            window.Leave(visit, executed);
        }

        return await DeliverAsync(context, answer, fault)
            ? entry with { Status = answer!.Status, Fault = fault?.Kind }
            : entry with { Fault = fault?.Kind };
    }

    /// <summary>The answer of a request, or null when its fault keeps it from being carried out.</summary>
    private async Task<SiteAnswer?> CarryOutAsync(HttpContext context, string target, string origin, SandboxCaller caller, Guid requestId, RequestWork work, Fault? fault)
    {
        switch (fault?.Kind)
        {
            case FaultKind.ResetBefore:
                return null;
            case FaultKind.Status:
                return FaultyDelivery.StatusOf(fault);
            case FaultKind.Duplicate:
                using (var copy = new MemoryStream())
                {
                    await context.Request.Body.CopyToAsync(copy, context.RequestAborted);
                    copy.Position = 0;
                    await Read(copy);
                    copy.Position = 0;
                    return await Read(copy);
                }

            default:
                return await Read(context.Request.Body);
        }

        async ValueTask<SiteAnswer> Read(Stream body)
        {
            var prefer = Preferences.Parse(context.Request.Headers["Prefer"]);
            SiteAddress address;
            try
            {
                address = SiteAddress.Parse(target);
            }
            catch (SiteException error)
            {
                return ErrorAnswer.Of(error, prefer, requestId);
            }

            return await api.TryAnswerAsync(
                new SiteRequest
                {
                    Method = context.Request.Method,
                    Origin = origin,
                    Version = address.Version,
                    RawPath = address.RawPath,
                    Path = address.Path,
                    Query = address.Query,
                    Header = name => context.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null,
                    Prefer = prefer,
                    Caller = caller,
                    Body = body,
                    Work = work,
                    CancellationToken = context.RequestAborted,
                },
                requestId);
        }
    }

    /// <summary>Sends an answer, or does to it what the fault asks for. False when the client got no whole answer.</summary>
    private async Task<bool> DeliverAsync(HttpContext context, SiteAnswer? answer, Fault? fault)
    {
        if (answer is null || fault?.Kind == FaultKind.ResetAfter)
        {
            context.Abort();
            return false;
        }

        switch (fault?.Kind)
        {
            case FaultKind.NoAnswer:
                await FaultyDelivery.KeepWaitingAsync(context);
                return false;
            case FaultKind.TruncatedBody:
                var whole = await FaultyDelivery.BytesOfAsync(answer, context.RequestAborted);
                Begin(context, answer);
                await FaultyDelivery.SendHalfAsync(context, whole);
                return false;
            case FaultKind.SlowBody:
                var body = await FaultyDelivery.BytesOfAsync(answer, context.RequestAborted);
                Begin(context, answer);
                await _delivery.SendSlowlyAsync(context, body, fault);
                return true;
            default:
                await SendAsync(context, answer);
                return true;
        }
    }

    private static void Begin(HttpContext context, SiteAnswer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        foreach (var header in answer.Headers)
        {
            response.Headers.Append(header.Key, header.Value);
        }

        if (answer.Body is not null)
        {
            response.ContentType = answer.ContentType;
        }
    }

    private static async Task SendAsync(HttpContext context, SiteAnswer answer)
    {
        Begin(context, answer);
        if (answer.Body is null)
        {
            return;
        }

        await answer.Body(context.Response.BodyWriter, context.RequestAborted);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static SiteAnswer TooMany(Admission admission)
    {
        var (code, name, message) = admission.Refusal!.Value;
        var seconds = Math.Max(1, (long)Math.Ceiling(admission.RetryAfter.TotalSeconds));
        return ErrorAnswer.Of(new SiteException(StatusCodes.Status429TooManyRequests, code, message) { Name = name }, new Preferences(), Guid.Empty)
            .With("Retry-After", seconds.ToString(CultureInfo.InvariantCulture));
    }

    private SandboxCaller? Caller(HttpContext context, out string? reason)
    {
        const string Scheme = "Bearer ";
        reason = null;
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? tokens.Read(header[Scheme.Length..].Trim(), out reason) : null;
    }

    /// <summary>401 with the recorded challenge: no quotes, the resource ends in a slash (PROTOCOL 2.2). A refused token is told why.</summary>
    private SiteAnswer Challenge(string origin, string? reason)
    {
        var challenge = $"Bearer authorization_uri={origin}/{options.Directory.TenantId}/oauth2/authorize, resource_id={origin}/";
        var answer = reason is null ? new SiteAnswer(401) : ErrorAnswer.Of(new SiteException(401, "0x8004a102", reason) { Name = "BadAuthTicket" }, new Preferences(), Guid.Empty);
        return answer.With("WWW-Authenticate", challenge);
    }
}
