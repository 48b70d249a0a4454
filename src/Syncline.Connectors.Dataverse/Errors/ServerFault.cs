namespace Syncline.Connectors.Dataverse.Errors;

/// <summary>A refusal as it came over the wire, free of the transport's form.</summary>
internal sealed record ServerFault
{
    /// <summary>HTTP status; for a refusal over SOAP, whose envelope always says 500, the one that the Web API would give it.</summary>
    public int Status { get; init; }

    /// <summary>The server's code in its own spelling, e.g. <c>0x80040217</c>; null when it gave none.</summary>
    public string? Code { get; init; }

    /// <summary>The server's text, word for word; for an answer that is no Dataverse error, its beginning.</summary>
    public string? Text { get; init; }

    /// <summary>Wait that the server demands.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Id by which Microsoft's support finds the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>Whether the answer has the form that Dataverse gives its errors.</summary>
    public bool IsDataverse { get; init; }

    /// <summary>The code as a number; 0 when there is none.</summary>
    public uint Number { get; init; }

    /// <summary>For a bulk message on an elastic table, what became of each row; null when the server did not tell.</summary>
    public IReadOnlyList<BulkRowResult>? RowResults { get; init; }

    /// <summary>Whether the server asks to slow down, in any of its ways.</summary>
    public bool IsThrottle => Status == 429 || ServerErrorCodes.IsServiceProtection(Number);

    /// <summary>Whether the request was turned away before it was worked on, so that sending it again can't do anything twice.</summary>
    public bool IsTurnedAway => IsThrottle || Status == 503;

    /// <summary>
    /// Whether the server may have carried the request out although the answer is an error: a gateway's 5xx or a time-out in front of it.
    /// Dataverse's own errors mean that the transaction was rolled back.
    /// </summary>
    public bool IsAmbiguous => !IsDataverse && !IsTurnedAway && (Status >= 500 || Status == 408);
}
