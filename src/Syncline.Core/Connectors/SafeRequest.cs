namespace Syncline.Core.Connectors;

/// <summary>
/// Marks HTTP requests that only read although their method does not say so, as SOAP's do: the HTTP stack that is lent to connectors may send them again after a
/// passing trouble, as it does with GET.
/// </summary>
public static class SafeRequest
{
    /// <summary>
    /// Name of the mark. Its value is asked about answers with status 500 how long to wait before the request is sent again; null when the answer is to be
    /// given back. It may read the answer's content, if it leaves it readable once more.
    /// </summary>
    public static HttpRequestOptionsKey<Func<HttpResponseMessage, CancellationToken, ValueTask<TimeSpan?>>> Key { get; } = new("Syncline.SafeRequest");
}
