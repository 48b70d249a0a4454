using System.Globalization;
using Microsoft.AspNetCore.Http;
using Syncline.Sandbox.Site.Traffic;

namespace Syncline.Sandbox.Site.Http;

/// <summary>The headers that every answer of a real site carries (PROTOCOL 5.1, recorded 2024).</summary>
internal static class SiteHeaders
{
    public static void Write(HttpResponse response, Guid requestId, int server, SiteClock clock)
    {
        var headers = response.Headers;
        var id = requestId.ToString();
        headers.CacheControl = "no-cache";
        headers["x-ms-service-request-id"] = id;
        headers["REQ_ID"] = id;
        headers["AuthActivityId"] = id;
        headers["CRM.ServiceId"] = "CRMAppPool";
        headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        headers.Allow = "OPTIONS,GET,HEAD,POST";
        headers["Public"] = "OPTIONS,GET,HEAD,POST";
        headers.Expires = "-1";
        var now = clock.GetUtcNow();
        if (clock.Skew != TimeSpan.Zero)
        {
            headers.Date = now.ToString("R", CultureInfo.InvariantCulture);
        }

        headers.SetCookie = new(
        [
            $"{ServiceProtection.CookieOf(server)}; domain={response.HttpContext.Request.Host.Host}; path=/; secure; HttpOnly",
            $"ReqClientId={id}; expires={now.AddYears(50).ToString("R", CultureInfo.InvariantCulture)}; path=/; secure; HttpOnly",
        ]);
    }

    /// <summary>What is left within the limits. The recorded header of the time left really has a comma for thousands (PROTOCOL 0).</summary>
    public static void WriteLimits(HttpResponse response, SandboxLimits limits, Admission admission)
    {
        var culture = CultureInfo.InvariantCulture;
        response.Headers["x-ms-dop-hint"] = limits.DopHint.ToString(culture);
        response.Headers["x-ms-ratelimit-time-remaining-xrm-requests"] = admission.RemainingTime.TotalSeconds.ToString("N2", culture);
        response.Headers["x-ms-ratelimit-burst-remaining-xrm-requests"] = admission.RemainingRequests.ToString(culture);
    }
}
