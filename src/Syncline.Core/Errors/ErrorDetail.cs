namespace Syncline.Core.Errors;

/// <summary>
/// Everything that is known of one error, as a value: a failed row carries it, and so does every <see cref="SynclineException"/>.
/// Holds no secrets, no tokens, and no values of user data beyond what the message needs.
/// </summary>
public sealed record ErrorDetail
{
    /// <summary>Stable id with a page in <c>docs/reference/errors</c>, e.g. <c>DV1203</c>: two letters for the room, four digits.</summary>
    public required string Id { get; init; }

    /// <summary>The step in which it arose.</summary>
    public required ErrorPhase Phase { get; init; }

    /// <summary>One clear sentence: what is wrong, and where.</summary>
    public required string Message { get; init; }

    /// <summary>What to do next, in the imperative; null when the message already says it.</summary>
    public string? Advice { get; init; }

    /// <summary>What recovers.</summary>
    public Recovery Recovery { get; init; } = Recovery.Stop;

    /// <summary>Shortest wait before the same request may be sent again; null when the server named none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The server's own code, word for word, e.g. <c>0x80040217</c> or <c>AADSTS7000215</c>.</summary>
    public string? ServerCode { get; init; }

    /// <summary>The server's own text, word for word.</summary>
    public string? ServerText { get; init; }

    /// <summary>Id by which the server's support can find the request, when it gave one.</summary>
    public string? RequestId { get; init; }

    /// <summary>Column that the error is about, when it is about one.</summary>
    public string? Column { get; init; }

    /// <summary>Option of the connection (e.g. <c>client-secret</c>) whose change would mend it: forms show the error beside it.</summary>
    public string? Option { get; init; }

    /// <summary>Place in a file, when the error is about one.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>Further errors of the same kind found in the same pass (a project file with five mistakes); empty when this is the only one.</summary>
    public IReadOnlyList<ErrorDetail> Others { get; init; } = [];
}
