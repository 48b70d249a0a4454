using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Core.Probing;

/// <summary>What a connector found at one stage of its probe.</summary>
public sealed record ProbeFinding
{
    private ProbeFinding(ProbeState state, string found)
    {
        State = state;
        Found = found;
    }

    /// <summary>How it ended.</summary>
    public ProbeState State { get; }

    /// <summary>What was found, in one sentence.</summary>
    public string Found { get; }

    /// <summary>What is wrong and what to do about it; null when nothing is.</summary>
    public ErrorDetail? Error { get; private init; }

    /// <summary>Who is connected to what, when this stage found it out.</summary>
    public ConnectionIdentity? Identity { get; init; }

    /// <summary>As it should be.</summary>
    public static ProbeFinding Ok(string found) => new(ProbeState.Ok, found);

    /// <summary>It works, but the error should be looked at.</summary>
    public static ProbeFinding Warning(ErrorDetail error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new(ProbeState.Warning, error.Message) { Error = error };
    }

    /// <summary>It does not work.</summary>
    public static ProbeFinding Failed(ErrorDetail error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new(ProbeState.Failed, error.Message) { Error = error };
    }
}
