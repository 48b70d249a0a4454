using Syncline.Cli.Terminal;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Probing;

namespace Syncline.Cli.Commands.Connections;

/// <summary>A connection that was tried.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Steps">The steps, in order.</param>
internal sealed record TestedConnection(string Name, IReadOnlyList<ProbeStep> Steps)
{
    /// <summary>Why its file can't be read, when it can't; it has no steps then.</summary>
    public ErrorDetail? Unreadable { get; init; }

    /// <summary>What is wrong; null when it works.</summary>
    public ErrorDetail? Error => Unreadable ?? Failed?.Error;

    /// <summary>The step that failed; null when none did.</summary>
    public ProbeStep? Failed => Steps.FirstOrDefault(step => step.State == ProbeState.Failed);

    /// <summary>Who is connected to what, when that came out.</summary>
    public ConnectionIdentity? Identity => Steps.FirstOrDefault(step => step.Identity is not null)?.Identity;

    /// <summary>The same in words.</summary>
    public string Who => Identity is not { } identity ? Name : identity.User is { } user ? $"{identity.System}, as {user}" : identity.System;

    /// <summary>Exit code that goes with it.</summary>
    public ExitCode ExitCode => Error is { } error ? new ErrorReport(error).ExitCode : ExitCode.Success;
}
