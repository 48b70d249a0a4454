namespace Syncline.Workspace.Running;

/// <summary>How a hook ended.</summary>
/// <param name="Name">Which: <c>before-compare</c>, <c>after-apply</c>, <c>on-failure</c>.</param>
/// <param name="ExitCode">Its exit code; null when it could not be started or took too long.</param>
/// <param name="Problem">What went wrong; null when it ended with 0.</param>
public sealed record HookResult(string Name, int? ExitCode, string? Problem);
