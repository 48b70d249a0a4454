namespace Syncline.Connectors.Dataverse.Http;

/// <summary>What HTTP itself tells of an answer, whatever is spoken over it.</summary>
internal static class HttpAnswers
{
    /// <summary>The first value of a header; null when it is not there.</summary>
    public static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary>The wait demanded by <c>Retry-After</c>; a date is measured against the server's own clock.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date - response.Headers.Date);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    /// <summary>Id by which Microsoft's support finds the request; null when the answer has none.</summary>
    public static string? RequestId(HttpResponseMessage response) => Header(response, "x-ms-service-request-id") ?? Header(response, "REQ_ID");

    /// <summary>Whether an exception means that no complete answer came; a cancellation by the caller is none of these.</summary>
    public static bool IsUnanswered(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException or TimeoutException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
