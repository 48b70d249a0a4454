using Syncline.Core.Errors;
using Syncline.Core.Probing;

namespace Syncline.Workspace.Doctor;

/// <summary>One thing that was looked at.</summary>
public sealed record CheckupFinding
{
    /// <summary>What it is about.</summary>
    public required CheckupArea Area { get; init; }

    /// <summary>What was looked at, e.g. <c>disk space</c>, or the name of a connection.</summary>
    public required string Name { get; init; }

    /// <summary>What was found, when it is as it should be; else the problem in one sentence.</summary>
    public required string Finding { get; init; }

    /// <summary>The problem with what to do about it; null when all is well.</summary>
    public ErrorDetail? Problem { get; init; }

    /// <summary>For a connection, the steps by which it was tried; else empty.</summary>
    public IReadOnlyList<ProbeStep> Steps { get; init; } = [];

    internal static CheckupFinding Well(CheckupArea area, string name, string finding) => new() { Area = area, Name = name, Finding = finding };

    internal static CheckupFinding Of(CheckupArea area, string name, ErrorDetail problem) =>
        new() { Area = area, Name = name, Finding = problem.Message, Problem = problem };
}
