using System.Globalization;
using System.Text.Json;

namespace Syncline.Sandbox.Site.Http;

/// <summary>An error as the site writes it.</summary>
internal static class ErrorAnswer
{
    public static SiteAnswer Of(SiteException error, Preferences prefer, Guid requestId)
    {
        var answer = Body(error, prefer, requestId);
        return error.RetryAfter is { } wait
            ? answer.With("Retry-After", Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture))
            : answer;
    }

    private static SiteAnswer Body(SiteException error, Preferences prefer, Guid requestId) => SiteAnswer.Json(error.Status, json =>
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
}
