namespace Syncline.Sandbox.Site.Metadata;

/// <summary>One option of a choice.</summary>
internal sealed record ChoiceOption
{
    public required int Value { get; init; }

    public required string Label { get; init; }

    /// <summary>Danish label, where the recorded organisation had one.</summary>
    public string? Label1030 { get; init; }

    /// <summary>Options of <c>statuscode</c>: the state that this reason belongs to.</summary>
    public int? State { get; init; }

    /// <summary>Options of <c>statecode</c>: the reason that a row gets when only its state is set.</summary>
    public int? DefaultStatus { get; init; }

    /// <summary>Options of <c>statecode</c> and of two-option columns: the name that never changes.</summary>
    public string? Invariant { get; init; }

    /// <summary>Options of <c>statuscode</c>: transition data. It counts where the table enforces its transitions.</summary>
    public string? Transition { get; init; }
}
