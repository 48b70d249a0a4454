using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Syncline.Sandbox.SignIn;

namespace Syncline.Sandbox.Site.Http;

/// <summary>Carries requests between the connection and <see cref="WebApi"/>: challenge, headers, errors.</summary>
internal sealed class WebApiEndpoint(WebApi api, SandboxOptions options, IAccessTokenReader tokens, ILogger<WebApiEndpoint> log)
{
    private const string Root = "/api/data/";
    private static readonly string[] Versions = ["v9.0", "v9.1", "v9.2"];

    public async Task HandleAsync(HttpContext context)
    {
        var origin = $"{context.Request.Scheme}://{context.Request.Host}";
        var requestId = Guid.NewGuid();
        SiteHeaders.Write(context.Response, requestId, options.TimeProvider);
        if (Caller(context, out var reason) is not { } caller)
        {
            await SendAsync(context, Challenge(origin, reason));
            return;
        }

        var prefer = Preferences.Parse(context.Request.Headers["Prefer"]);
        SiteAnswer answer;
        try
        {
            answer = await api.AnswerAsync(Read(context, origin, caller, prefer));
        }
        catch (SiteException error)
        {
            answer = ErrorAnswer(error, prefer, requestId);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            log.LogError(error, "The sandbox failed on {Method} {Path}", context.Request.Method, context.Request.Path);
            answer = ErrorAnswer(new SiteException(500, "0x80040216", $"The sandbox failed: {error.Message}") { Name = "UnExpected" }, prefer, requestId);
        }

        await SendAsync(context, answer);
    }

    private static SiteRequest Read(HttpContext context, string origin, SandboxCaller caller, Preferences prefer)
    {
        // The raw target, because a decoded path no longer tells a slash within a key value from one between segments.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? target : target[..question];
        var start = path.IndexOf(Root, StringComparison.OrdinalIgnoreCase) + Root.Length;
        var slash = path.IndexOf('/', start);
        var version = slash < 0 ? path[start..] : path[start..slash];
        if (!Versions.Contains(version, StringComparer.Ordinal))
        {
            throw new SiteException(404, "0x80060888", $"The Web API version '{version}' is not supported; use v9.0, v9.1 or v9.2.");
        }

        var rest = slash < 0 ? "" : path[(slash + 1)..];
        return new SiteRequest
        {
            Method = context.Request.Method,
            Origin = origin,
            Version = version,
            RawPath = rest,
            Path = PathSegment.Parse(rest),
            Query = new QueryOptions(question < 0 ? "" : target[question..]),
            Header = name => context.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null,
            Prefer = prefer,
            Caller = caller,
            Body = context.Request.Body,
            CancellationToken = context.RequestAborted,
        };
    }

    private static async Task SendAsync(HttpContext context, SiteAnswer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        foreach (var header in answer.Headers)
        {
            response.Headers.Append(header.Key, header.Value);
        }

        if (answer.Body is null)
        {
            return;
        }

        response.ContentType = answer.ContentType;
        await answer.Body(response.BodyWriter, context.RequestAborted);
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static SiteAnswer ErrorAnswer(SiteException error, Preferences prefer, Guid requestId) => SiteAnswer.Json(error.Status, json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("code", error.Code);
        json.WriteString("message", error.Message);
        if (prefer.AnyAnnotations && error.Code.Length > 3)
        {
            WriteDetails(json, error, prefer, requestId);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>What a recorded 404 with <c>odata.include-annotations="*"</c> carries (PROTOCOL 5.1).</summary>
    private static void WriteDetails(Utf8JsonWriter json, SiteException error, Preferences prefer, Guid requestId)
    {
        const string Prefix = "Microsoft.PowerApps.CDS.ErrorDetails.";
        var status = error.Status.ToString(CultureInfo.InvariantCulture);
        KeyValuePair<string, string>[] common =
        [
            new("ApiExceptionSourceKey", "Plugin/Microsoft.Crm.Common.ObjectModel"),
            new("ApiDepthKey", "1"),
            new("ApiActivityIdKey", requestId.ToString()),
            new("ApiPluginSolutionNameKey", "System"),
            new("ApiStepSolutionNameKey", "System"),
            new("ApiExceptionCategory", error.Status < 500 ? "ClientError" : "SystemFailure"),
            new("ApiExceptionMessageName", error.Name ?? "UnExpected"),
            new("ApiExceptionHttpStatusCode", status),
        ];
        foreach (var detail in common.Concat(error.Details))
        {
            if (prefer.Includes(Prefix + detail.Key))
            {
                json.WriteString("@" + Prefix + detail.Key, detail.Value);
            }
        }

        if (prefer.Includes("Microsoft.PowerApps.CDS.HelpLink"))
        {
            json.WriteString(
                "@Microsoft.PowerApps.CDS.HelpLink",
                $"http://go.microsoft.com/fwlink/?LinkID=398563&error=Microsoft.Crm.CrmException%3a{error.Code[2..]}&client=platform");
        }

        if (prefer.Includes("Microsoft.PowerApps.CDS.InnerError.Message"))
        {
            json.WriteString("@Microsoft.PowerApps.CDS.InnerError.Message", error.Message);
        }
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
        return (reason is null ? new SiteAnswer(401) : Error(401, "0x8004a102", reason)).With("WWW-Authenticate", challenge);

        static SiteAnswer Error(int status, string code, string message) =>
            ErrorAnswer(new SiteException(status, code, message) { Name = "BadAuthTicket" }, new Preferences(), Guid.Empty);
    }
}
