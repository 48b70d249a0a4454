using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Syncline.Sandbox.Site.Http;

/// <summary>The headers that every answer of a real site carries (PROTOCOL 5.1, recorded 2024).</summary>
internal static class SiteHeaders
{
    public static void Write(HttpResponse response, Guid requestId, TimeProvider clock)
    {
        var headers = response.Headers;
        var id = requestId.ToString();
        headers.CacheControl = "no-cache";
        headers["OData-Version"] = "4.0";
        headers["x-ms-service-request-id"] = id;
        headers["REQ_ID"] = id;
        headers["AuthActivityId"] = id;
        headers["CRM.ServiceId"] = "CRMAppPool";
        headers["x-ms-dop-hint"] = "5";

        // The recorded header really has a comma for thousands.
        headers["x-ms-ratelimit-time-remaining-xrm-requests"] = "1,200.00";
        headers["x-ms-ratelimit-burst-remaining-xrm-requests"] = "5999";
        headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        headers.Allow = "OPTIONS,GET,HEAD,POST";
        headers["Public"] = "OPTIONS,GET,HEAD,POST";
        headers.Expires = "-1";
        var expires = clock.GetUtcNow().AddYears(50).ToString("R", CultureInfo.InvariantCulture);
        headers.SetCookie = new(
        [
            "ARRAffinity=sandbox0; domain=" + response.HttpContext.Request.Host.Host + "; path=/; secure; HttpOnly",
            $"ReqClientId={id}; expires={expires}; path=/; secure; HttpOnly",
        ]);
    }
}
