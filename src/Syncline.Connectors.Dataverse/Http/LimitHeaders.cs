using System.Globalization;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Http;

/// <summary>
/// Reads the headers by which the server tells how much it takes
/// (https://learn.microsoft.com/power-apps/developer/data-platform/api-limits#how-service-protection-api-limits-are-enforced).
/// </summary>
internal static class LimitHeaders
{
    /// <summary><c>x-ms-dop-hint</c>, the recommended degree of parallelism; null when there is none.</summary>
    public static int? Parallelism(HttpResponseMessage response) =>
        int.TryParse(HttpAnswers.Header(response, "x-ms-dop-hint"), NumberStyles.None, CultureInfo.InvariantCulture, out var hint) && hint > 0 ? hint : null;

    /// <summary>The two <c>x-ms-ratelimit-…-remaining-xrm-requests</c> headers; null when neither is there. Numbers have thousands commas: <c>1,200.00</c>.</summary>
    public static ServerHeadroom? Headroom(HttpResponseMessage response)
    {
        var requests = Number(response, "x-ms-ratelimit-burst-remaining-xrm-requests");
        var seconds = Number(response, "x-ms-ratelimit-time-remaining-xrm-requests");
        return requests is null && seconds is null
            ? null
            : new ServerHeadroom((long?)requests, seconds is { } time ? TimeSpan.FromSeconds((double)time) : null);
    }

    private static decimal? Number(HttpResponseMessage response, string name) =>
        decimal.TryParse(
            HttpAnswers.Header(response, name), NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number < long.MaxValue ? number : null;
}
