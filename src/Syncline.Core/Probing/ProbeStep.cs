using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Core.Probing;

/// <summary>One stage of a probe, tried or passed over. Holds no secrets.</summary>
public sealed record ProbeStep
{
    /// <summary>The stage.</summary>
    public required ProbeStage Stage { get; init; }

    /// <summary>How it ended.</summary>
    public required ProbeState State { get; init; }

    /// <summary>What was found, in one sentence; for a failed step the same as the error's message.</summary>
    public required string Found { get; init; }

    /// <summary>How long it took; zero when it was not tried.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>
    /// For a failed step or a warning: the cause, the cure (<see cref="ErrorDetail.Advice"/>) and, where there is one, the option whose change
    /// mends it (<see cref="ErrorDetail.Option"/>). <see cref="Recovery.SignInAgain"/> says that a person has to sign in. Else null.
    /// </summary>
    public ErrorDetail? Error { get; init; }

    /// <summary>Who is connected to what; on the step that found it out, else null.</summary>
    public ConnectionIdentity? Identity { get; init; }
}
