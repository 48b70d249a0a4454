using Syncline.Connectors.Dataverse.Errors;
using Syncline.Core.Errors;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Writing;

/// <summary>What a transport got back for one write request. Exactly one of success, <see cref="Fault"/>, <see cref="Unanswered"/> and <see cref="Parts"/>.</summary>
internal sealed record WriteReply
{
    /// <summary>The server's refusal.</summary>
    public ServerFault? Fault { get; init; }

    /// <summary>Why no answer came.</summary>
    public ErrorDetail? Unanswered { get; init; }

    /// <summary>With <see cref="Unanswered"/>: it is certain that the server never saw the request.</summary>
    public bool NotSent { get; init; }

    /// <summary>For a batch that was carried out: one reply per row.</summary>
    public IReadOnlyList<WriteReply>? Parts { get; init; }

    /// <summary>After success: ids of the rows in request order; null when not told.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>After an upsert: per row whether it was made; null when not told.</summary>
    public IReadOnlyList<bool>? Inserted { get; init; }

    /// <summary><c>x-ms-dop-hint</c>.</summary>
    public int? RecommendedParallelism { get; init; }

    /// <summary>What the rate-limit headers say; null when there are none.</summary>
    public ServerHeadroom? Headroom { get; init; }

    public bool IsSuccess => Fault is null && Unanswered is null && Parts is null;
}
