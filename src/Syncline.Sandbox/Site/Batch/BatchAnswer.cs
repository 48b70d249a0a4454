using System.Text;
using System.Text.RegularExpressions;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Batch;

/// <summary>
/// Answers <c>$batch</c> (PROTOCOL 5.6): requests one after another, change sets as a whole, the first error ends it unless
/// <c>odata.continue-on-error</c> was asked for.
/// </summary>
internal sealed partial class BatchAnswer(SiteStore store, Func<SiteRequest, Guid, ValueTask<SiteAnswer>> answerOne)
{
    /// <summary>The most requests in one batch.</summary>
    public const int MaxRequests = 1000;

    public async Task<SiteAnswer> AnswerAsync(SiteRequest batch)
    {
        if (batch.Method != "POST")
        {
            throw SiteErrors.MethodNotAllowed(batch.Method);
        }

        if (batch.Changes is not null || batch.Work.Parts > 0)
        {
            throw SiteErrors.BadBatch("A batch can't contain another batch.");
        }

        var boundary = BatchReader.BoundaryOf(batch.Header("Content-Type")) ?? throw SiteErrors.BadBatch("The content type of a batch must be multipart/mixed with a boundary.");
        using var reader = new StreamReader(batch.Body, Encoding.UTF8);
        var parts = BatchReader.Parts(await reader.ReadToEndAsync(batch.CancellationToken), boundary)
            .Select(part => (Part: part, Inner: part.IsChangeSet ? BatchReader.Parts(part.Text, BatchReader.BoundaryOf(part.ContentType) ?? throw SiteErrors.BadBatch("A change set needs a boundary.")) : null))
            .ToList();
        var count = parts.Sum(part => part.Inner?.Count ?? 1);
        if (count > MaxRequests)
        {
            throw SiteErrors.BadBatch($"The batch holds {count} requests; it can hold {MaxRequests} at most.");
        }

        var id = $"batchresponse_{Guid.NewGuid()}";
        var text = new BatchWriter(id);
        var failed = 0;
        foreach (var (part, inner) in parts)
        {
            if (inner is not null)
            {
                failed = await ChangeSetAsync(batch, inner, text);
            }
            else
            {
                var answer = await OneAsync(batch, part, null, []);
                await text.AddAsync(answer, part.Headers.GetValueOrDefault("Content-ID"), batch.CancellationToken);
                failed = answer.Status >= 400 ? answer.Status : 0;
            }

            if (failed > 0 && !batch.Prefer.ContinueOnError)
            {
                break;
            }
        }

        var body = text.Finish();
        return new SiteAnswer(failed > 0 && !batch.Prefer.ContinueOnError ? failed : 200)
        {
            ContentType = $"multipart/mixed; boundary={id}",
            Body = async (output, cancellationToken) => await output.WriteAsync(body, cancellationToken),
        };
    }

    /// <summary>All of a change set or nothing of it; its one error stands for it. Returns the status of that error, or 0.</summary>
    private async Task<int> ChangeSetAsync(SiteRequest batch, IReadOnlyList<BatchPart> parts, BatchWriter text)
    {
        using var changes = await store.OpenAsync(batch.CancellationToken);
        var made = new Dictionary<string, string>(StringComparer.Ordinal);
        var answers = new List<(SiteAnswer Answer, string? ContentId)>();
        foreach (var part in parts)
        {
            var contentId = part.Headers.GetValueOrDefault("Content-ID");
            var answer = await OneAsync(batch, part, changes, made);
            if (answer.Status >= 400)
            {
                await text.AddAsync(answer, contentId, batch.CancellationToken);
                return answer.Status;
            }

            if (contentId is not null && answer.Headers.FirstOrDefault(header => header.Key == "OData-EntityId").Value is { } address)
            {
                made[contentId] = address;
            }

            answers.Add((answer, contentId));
        }

        store.Commit(changes);
        var inner = new BatchWriter($"changesetresponse_{Guid.NewGuid()}");
        foreach (var (answer, contentId) in answers)
        {
            await inner.AddAsync(answer, contentId, batch.CancellationToken);
        }

        text.AddChangeSet(inner);
        return 0;
    }

    private async Task<SiteAnswer> OneAsync(SiteRequest batch, BatchPart part, ChangeSet? changes, Dictionary<string, string> made)
    {
        batch.Work.Parts++;
        var (requestId, prefer) = (Guid.NewGuid(), batch.Prefer);
        SiteAnswer answer;
        try
        {
            var request = Read(batch, part, changes, made);
            prefer = request.Prefer;
            answer = await answerOne(request, requestId);
        }
        catch (SiteException error)
        {
            answer = ErrorAnswer.Of(error, prefer, requestId);
        }

        return answer.Status >= 400 ? answer.With("REQ_ID", requestId.ToString()) : answer;
    }

    private static SiteRequest Read(SiteRequest batch, BatchPart part, ChangeSet? changes, Dictionary<string, string> made)
    {
        if (!part.ContentType.StartsWith("application/http", StringComparison.OrdinalIgnoreCase))
        {
            throw SiteErrors.BadBatch("A part of a batch must be application/http, or a change set.");
        }

        var end = part.Text.IndexOf('\n', StringComparison.Ordinal);
        var line = (end < 0 ? part.Text : part.Text[..end]).Trim().Split(' ');
        if (line.Length < 2)
        {
            throw SiteErrors.BadBatch("A part of a batch must begin with a request line.");
        }

        var (headers, body) = BatchReader.Headers(end < 0 ? "" : part.Text[(end + 1)..]);
        var url = Refer(line.Length > 2 ? string.Join("%20", line[1..^1]) : line[1], made);
        var address = url.Contains("/api/data/", StringComparison.OrdinalIgnoreCase) ? SiteAddress.Parse(url) : SiteAddress.Within(batch.Version, url.TrimStart('/'));
        if (changes is not null && line[0] == "GET")
        {
            throw SiteErrors.BadBatch("A GET request can't be in a change set.");
        }

        if (part.HasBareLineFeeds && body.Trim().Length > 0)
        {
            throw SiteErrors.BadPayload(address.Path.Count > 0 ? address.Path[0].Name : "", "System.ArgumentException: Stream was not readable.");
        }

        return batch with
        {
            Method = line[0],
            Version = address.Version,
            RawPath = address.RawPath,
            Path = address.Path,
            Query = address.Query,
            Header = name => headers.GetValueOrDefault(name) ?? (name is "MSCRMCallerID" or "CallerObjectId" ? batch.Header(name) : null),
            Prefer = Preferences.Parse([headers.GetValueOrDefault("Prefer")]),
            Body = new MemoryStream(Encoding.UTF8.GetBytes(References.Replace(body.Trim(), match => made.TryGetValue(match.Groups["id"].Value, out var found) ? $"\"{found}\"" : match.Value))),
            Changes = changes,
        };
    }

    /// <summary>Puts the address of a row made earlier in the change set in the place of <c>$1</c>.</summary>
    private static string Refer(string url, Dictionary<string, string> made)
    {
        var path = url.TrimStart('/');
        if (!path.StartsWith('$') || path.StartsWith("$batch", StringComparison.Ordinal) || path.StartsWith("$metadata", StringComparison.Ordinal))
        {
            return url;
        }

        var slash = path.IndexOfAny(['/', '?']);
        var id = slash < 0 ? path[1..] : path[1..slash];
        return made.TryGetValue(id, out var address)
            ? address + (slash < 0 ? "" : path[slash..])
            : throw SiteErrors.BadBatch($"No request of the change set before this one has the Content-ID '{id}'.");
    }

    [GeneratedRegex("\"/?\\$(?<id>[A-Za-z0-9_.-]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex References { get; }
}
