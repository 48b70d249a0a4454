namespace Syncline.Core.Probing;

/// <summary>One thing that a probe tries.</summary>
/// <param name="Id">Stable name in machine-readable output, e.g. <c>token</c>; unique within a probe.</param>
/// <param name="Title">Name on screens, e.g. <c>Sign-in</c>.</param>
public sealed record ProbeStage(string Id, string Title);
