using System.Text.Json;
using System.Text.RegularExpressions;

namespace Syncline.Conformance.WebApi;

/// <summary>Sends documented requests to the sandbox, about rows of its own, and compares status, headers and the names in the body.</summary>
public abstract partial class ReplayTest(SandboxSite site)
{
    private protected SandboxSite Site => site;

    /// <summary>Replays an exchange about rows made for it.</summary>
    /// <param name="number">Place in <c>webapi/documented-exchanges.json</c>.</param>
    /// <param name="beginning">How its request begins.</param>
    /// <param name="known">Differences in the body's names that are known, and explained where they are given; one that no longer exists is a failure too.</param>
    private protected async Task<SiteReply> ReplayAsync(int number, string beginning, params string[] known)
    {
        var exchange = Exchange.At(number, beginning);
        return await ReplayAsync(exchange, await SampleRows.CreateAsync(site), known);
    }

    /// <summary>Replays an exchange on a site of its own that has the sandbox's sample rows alone, so that the same rows come first each time.</summary>
    private protected static async Task<SiteReply> ReplayOnSampleDataAsync(int number, string beginning, params string[] known)
    {
        var exchange = Exchange.At(number, beginning);
        await using var fresh = new SandboxSite();
        await fresh.InitializeAsync();
        return await ReplayAsync(fresh, exchange, new SampleRows(Guid.Empty, Guid.Empty, Guid.Empty, Guid.Empty, Guid.Empty, Guid.Empty, ""), known);
    }

    private protected Task<SiteReply> ReplayAsync(Exchange exchange, SampleRows rows, params string[] known) => ReplayAsync(site, exchange, rows, known);

    private static async Task<SiteReply> ReplayAsync(SandboxSite site, Exchange exchange, SampleRows rows, string[] known)
    {
        // The page's user stands for one of ours.
        var headers = exchange.Headers.Where(header => header.Name is not ("Content-Type" or "Content-Length"))
            .Select(header => header.Name == "CallerObjectId" ? header with { Value = site.Server.Options.Directory.Users[1].ObjectId.ToString() } : header);
        var reply = await site.SendAsync(exchange.Method, Mine(site, exchange.Url, rows), Mine(site, exchange.Body, rows), [.. headers]);
        reply.Status.ShouldBe(exchange.Status, reply.Text);
        foreach (var (name, value) in exchange.ReplyHeaders)
        {
            CompareHeader(name, value, reply);
        }

        if (exchange.ReplyBody.Length == 0)
        {
            reply.Text.ShouldBeEmpty();
        }
        else if (exchange.ReplyBody.StartsWith('{'))
        {
            var recorded = JsonElement.Parse(exchange.ReplyBody);
            JsonShape.Differences(recorded, reply.Json).ShouldBe(known, ignoreOrder: true, reply.Text);
            CompareWords(recorded, reply.Json);
        }

        return reply;
    }

    /// <summary>The words of an error are the same where they name no row.</summary>
    private static void CompareWords(JsonElement recorded, JsonElement served)
    {
        if (recorded.TryGetProperty("error", out var error) && error.GetProperty("message").GetString() is { } message && !message.Contains("Id = ", StringComparison.Ordinal))
        {
            served.GetProperty("error").GetProperty("message").GetString().ShouldBe(message);
        }
    }

    private static void CompareHeader(string name, string recorded, SiteReply reply)
    {
        // A 304 and a 204 have no content, and today's ASP.NET sends no type for none.
        if (name == "Content-Length" || (name == "Content-Type" && reply.Text.Length == 0))
        {
            return;
        }

        reply.Headers.ShouldContainKey(name);
        var served = reply.Headers[name];
        switch (name)
        {
            case "OData-EntityId":
                served[..served.IndexOf('(', StringComparison.Ordinal)].ShouldEndWith(recorded[recorded.LastIndexOf('/')..recorded.IndexOf('(', StringComparison.Ordinal)]);
                served.ShouldMatch(@"\([0-9a-f-]{36}\)$");
                break;
            case "ETag":
                served.ShouldMatch("^W/\"[0-9]+\"$");
                break;
            case "Content-Type":
                served.Split(';')[0].ShouldBe(recorded.Split(';')[0]);
                break;
            default:
                served.ShouldBe(recorded);
                break;
        }
    }

    private static string Mine(SandboxSite site, string text, SampleRows rows)
    {
        text = text.Replace("https://[Organization URI]", site.Server.Addresses.Site, StringComparison.Ordinal)
            .Replace("[Organization URI]", site.Server.Addresses.Site, StringComparison.Ordinal);
        return Keys.Replace(text, key => key.Groups["before"].Value + key.Groups["before"].Value switch
        {
            "accounts(" => rows.Account,
            "accountid eq " => rows.Parent,
            "opportunities(" => rows.Opportunity,
            "competitors(" => rows.Competitor,
            "annotations(" => rows.Note,
            _ => rows.Contact,
        });
    }

    [GeneratedRegex(@"(?<before>accounts\(|contacts\(|opportunities\(|competitors\(|annotations\(|accountid eq |contactid eq )[0-9a-f-]{36}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Keys { get; }
}
