namespace Syncline.Sandbox.Site.Http;

/// <summary>An error answer: status, code and text as the server words them.</summary>
internal sealed class SiteException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary><c>0x80040217</c> and the like; some answers of the server have <c>0x0</c> or nothing.</summary>
    public string Code { get; } = code;

    /// <summary>The code's name in the published table, shown with <c>odata.include-annotations</c>.</summary>
    public string? Name { get; init; }

    /// <summary>When to come again, in a refusal because of limits.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the server adds as <c>@Microsoft.PowerApps.CDS.ErrorDetails.*</c> when annotations are asked for.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Details { get; init; } = [];
}
