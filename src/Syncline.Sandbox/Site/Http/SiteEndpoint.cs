using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Syncline.Sandbox.SignIn;
using Syncline.Sandbox.Site.Traffic;

namespace Syncline.Sandbox.Site.Http;

/// <summary>
/// Carries requests between the connection and one of the site's services: challenge, limits, duration, faults, headers, journal. Every service counts
/// against the same limits of its user.
/// </summary>
internal abstract class SiteEndpoint(
    SandboxOptions options, IAccessTokenReader tokens, TrafficSettings settings, ServiceProtection protection, FaultOrders faults, Journal journal, SiteClock clock)
{
    private readonly FaultyDelivery _delivery = new(clock);

    /// <summary>The site's time.</summary>
    protected DateTime Now => clock.GetUtcNow().UtcDateTime;

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
        WriteHeaders(context.Response.Headers);
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
            var (code, name, message) = admission.Refusal!.Value;
            var refusal = Failure(new SiteException(StatusCodes.Status429TooManyRequests, code, message) { Name = name, RetryAfter = admission.RetryAfter });
            await SendAsync(context, refusal);
            return entry with { Status = refusal.Status, IsThrottled = true };
        }

        var started = clock.GetTimestamp();
        var executed = TimeSpan.Zero;
        SiteAnswer? answer = null;
        var fault = faults.Next(context.Request.Method, target);
        try
        {
            answer = await CarryOutAsync(new SiteCall(context, target, origin, caller, requestId, work), fault);
            executed = settings.Latency.Of(Math.Max(1, work.Parts), work.RowsWritten, work.RowsRead);
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
            window.Leave(visit, executed);
        }

        return await DeliverAsync(context, answer, fault)
            ? entry with { Status = answer!.Status, Fault = fault?.Kind }
            : entry with { Fault = fault?.Kind };
    }

    /// <summary>What the service answers.</summary>
    /// <param name="call">The request, let in.</param>
    /// <param name="body">Its body.</param>
    protected abstract ValueTask<SiteAnswer> AnswerAsync(SiteCall call, Stream body);

    /// <summary>Headers that every answer of the service has, beside those that all services have.</summary>
    protected virtual void WriteHeaders(IHeaderDictionary headers)
    {
    }

    /// <summary>A failure that comes before the service has seen the request, in the service's own form.</summary>
    protected abstract SiteAnswer Failure(SiteException error);

    /// <summary>The answer of a request, or null when its fault keeps it from being carried out.</summary>
    private async Task<SiteAnswer?> CarryOutAsync(SiteCall call, Fault? fault)
    {
        var (request, aborted) = (call.Context.Request, call.Context.RequestAborted);
        switch (fault?.Kind)
        {
            case FaultKind.ResetBefore:
                return null;
            case FaultKind.Status:
                return FaultyDelivery.StatusOf(fault, Failure);
            case FaultKind.Duplicate:
                using (var copy = new MemoryStream())
                {
                    await request.Body.CopyToAsync(copy, aborted);
                    copy.Position = 0;
                    await AnswerAsync(call, copy);
                    copy.Position = 0;
                    return await AnswerAsync(call, copy);
                }

            default:
                return await AnswerAsync(call, request.Body);
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
        var answer = reason is null ? new SiteAnswer(401) : Failure(new SiteException(401, "0x8004a102", reason) { Name = "BadAuthTicket" });
        return answer.With("WWW-Authenticate", challenge);
    }
}
