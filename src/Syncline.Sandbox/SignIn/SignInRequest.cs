using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Syncline.Sandbox.SignIn;

/// <summary>What every answer of the sign-in service repeats about its request: ids, time and the tenant segment of the path.</summary>
internal sealed class SignInRequest
{
    private SignInRequest(HttpRequest request, DateTimeOffset now)
    {
        Tenant = request.Path.Value!.Split('/', 3)[1];
        CorrelationId = Correlation(request);
        Timestamp = now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>First path segment: tenant id, domain, <c>common</c>, …</summary>
    public string Tenant { get; }

    public Guid TraceId { get; } = Guid.NewGuid();

    /// <summary>The caller's <c>client-request-id</c> (header, query or form), else a new one.</summary>
    public Guid CorrelationId { get; private set; }

    public string Timestamp { get; }

    /// <summary>The one of this request; made on first use.</summary>
    public static SignInRequest Of(HttpContext context, TimeProvider time)
    {
        if (context.Features.Get<SignInRequest>() is not { } known)
        {
            known = new SignInRequest(context.Request, time.GetUtcNow());
            context.Features.Set(known);
        }

        return known;
    }

    /// <summary>Takes the <c>client-request-id</c> of a form, which is known only once the form was read.</summary>
    public void TakeCorrelationId(string? value)
    {
        if (Guid.TryParse(value, out var id))
        {
            CorrelationId = id;
        }
    }

    private static Guid Correlation(HttpRequest request)
    {
        const string name = "client-request-id";
        return Guid.TryParse(request.Headers[name], out var id) || Guid.TryParse(request.Query[name], out id) ? id : Guid.NewGuid();
    }
}
