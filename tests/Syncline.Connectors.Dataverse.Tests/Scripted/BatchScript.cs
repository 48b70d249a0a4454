using System.Globalization;
using System.Text;

namespace Syncline.Connectors.Dataverse.Tests.Scripted;

/// <summary>Takes a <c>$batch</c> request apart and puts its answer together, for sites that are to take such requests.</summary>
internal static class BatchScript
{
    private const string LineEnd = "\r\n";

    /// <summary>The operations, in order. Strict about form, as the server is: each line ends in CR LF.</summary>
    public static IReadOnlyList<SiteRequest> Operations(SiteRequest batch)
    {
        var type = batch.Header("Content-Type")!;
        type.ShouldStartWith("multipart/mixed");
        var boundary = type.Split("boundary=")[1].Trim('"');
        batch.Body.Replace(LineEnd, "", StringComparison.Ordinal).ShouldNotContain("\n");
        var parts = batch.Body.Split("--" + boundary);
        parts[0].ShouldBeEmpty();
        parts[^1].ShouldBe("--" + LineEnd);
        return [.. parts[1..^1].Select(Operation)];
    }

    public static SiteReply Answer(IEnumerable<SiteReply> replies)
    {
        const string boundary = "batchresponse_c1bd45c1-dd81-470d-b897-e965846aad2f";
        var body = new StringBuilder();
        foreach (var reply in replies)
        {
            body.Append(CultureInfo.InvariantCulture, $"--{boundary}{LineEnd}Content-Type: application/http{LineEnd}Content-Transfer-Encoding: binary{LineEnd}{LineEnd}");
            body.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {reply.Status} Reason{LineEnd}");
            foreach (var (name, value) in reply.Headers)
            {
                body.Append(CultureInfo.InvariantCulture, $"{name}: {value}{LineEnd}");
            }

            body.Append(reply.Body is null ? LineEnd + LineEnd : $"Content-Type: {reply.ContentType}{LineEnd}{LineEnd}{reply.Body}{LineEnd}");
        }

        return new SiteReply(200, body.Append(CultureInfo.InvariantCulture, $"--{boundary}--{LineEnd}").ToString(), $"multipart/mixed; boundary={boundary}");
    }

    private static SiteRequest Operation(string part)
    {
        var sections = part.Split(LineEnd + LineEnd, 3);
        sections[0].ShouldBe($"{LineEnd}Content-Type: application/http{LineEnd}Content-Transfer-Encoding: binary");
        var lines = sections[1].Split(LineEnd);
        var first = lines[0].Split(' ');
        first[2].ShouldBe("HTTP/1.1");
        return new SiteRequest(
            first[0],
            Uri.UnescapeDataString(first[1].Replace("/api/data/v9.2/", "", StringComparison.Ordinal)),
            first[1],
            lines[1..].Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase),
            sections[2].TrimEnd('\r', '\n'));
    }
}
