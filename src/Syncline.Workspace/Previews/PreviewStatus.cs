using Syncline.Core.Errors;

namespace Syncline.Workspace.Previews;

/// <summary>How a preview stands. Immutable.</summary>
public sealed record PreviewStatus
{
    /// <summary>How far it is.</summary>
    public PreviewState State { get; init; }

    /// <summary>Rows read so far.</summary>
    public long RowsRead { get; init; }

    /// <summary>Rows that can be looked at; behind <see cref="RowsRead"/> while reading.</summary>
    public int RowsShown { get; init; }

    /// <summary>How long reading took, or has taken.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>Whether the table has more rows than a preview keeps.</summary>
    public bool IsCut { get; init; }

    /// <summary>Why reading broke off; null when it did not.</summary>
    public ErrorDetail? Error { get; init; }
}
