using System.Collections.Concurrent;

namespace Syncline.ODataService;

/// <summary>The service's rows, and what it does to answers on demand.</summary>
public sealed class ContactStore
{
    public ConcurrentDictionary<string, Contact> Contacts { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<Guid, Project> Projects { get; } = new();

    /// <summary>Addresses that were asked for, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Rows per page.</summary>
    public int PageSize { get; set; } = 2;

    /// <summary>Answers a request in place of the service; null to let the service answer.</summary>
    public Func<Microsoft.AspNetCore.Http.HttpContext, Task<bool>>? Instead { get; set; }
}
