using System.Text.Json;
using System.Text.RegularExpressions;

namespace Syncline.Conformance.WebApi;

/// <summary>One documented request and its documented answer.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Url">Address as documented, with <c>[Organization URI]</c> for the site.</param>
/// <param name="Headers">Headers of the request.</param>
/// <param name="Body">Body of the request; empty when there is none.</param>
/// <param name="Status">Documented status code.</param>
/// <param name="ReplyHeaders">Documented headers of the answer.</param>
/// <param name="ReplyBody">Documented body; empty when there is none.</param>
internal sealed partial record Exchange(
    string Method,
    string Url,
    IReadOnlyList<(string Name, string Value)> Headers,
    string Body,
    int Status,
    IReadOnlyList<(string Name, string Value)> ReplyHeaders,
    string ReplyBody)
{
    /// <summary>The exchange at a place in the recording. What it should be is said again, so that a test shows what it replays.</summary>
    public static Exchange At(int number, string beginning)
    {
        var recorded = Recordings.Json("webapi/documented-exchanges.json")[number];
        var (request, response) = (recorded.GetProperty("request"), recorded.GetProperty("response"));
        var exchange = Unfold(new Exchange(
            request.GetProperty("method").GetString()!,
            request.GetProperty("url").GetString()!,
            Pairs(request),
            request.GetProperty("body").GetString() ?? "",
            response.GetProperty("status").GetInt32(),
            Pairs(response),
            response.GetProperty("body").GetString() ?? ""));
        $"{exchange.Method} {Root.Replace(exchange.Url, "")}".ShouldStartWith(beginning);
        return exchange;
    }

    /// <summary>Some pages break a GET's address over lines; the recording then has the rest of it, and its headers, as the body.</summary>
    private static Exchange Unfold(Exchange exchange)
    {
        if (exchange.Method != "GET" || exchange.Body.Length == 0)
        {
            return exchange;
        }

        var (url, headers) = (exchange.Url, exchange.Headers.ToList());
        foreach (var line in exchange.Body.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith('&'))
            {
                url += line.Replace("HTTP/1.1", "", StringComparison.Ordinal).Trim();
            }
            else if (line.Split(':', 2, StringSplitOptions.TrimEntries) is [var name, var value])
            {
                headers.Add((name, value));
            }
        }

        return exchange with { Url = url, Headers = headers, Body = "" };
    }

    private static List<(string Name, string Value)> Pairs(JsonElement owner) =>
        [.. owner.GetProperty("headers").EnumerateArray().Select(pair => (pair[0].GetString()!, pair[1].GetString()!))];

    [GeneratedRegex(@"^(https://)?\[Organization URI\]/api/data/v9\.\d/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Root { get; }
}
