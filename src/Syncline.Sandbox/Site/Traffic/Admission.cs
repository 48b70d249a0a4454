namespace Syncline.Sandbox.Site.Traffic;

/// <summary>The answer to a request that wants in.</summary>
/// <param name="Visit">The visit that was let in; null when it was refused.</param>
/// <param name="Refusal">Code and text of the 429; null when it was let in.</param>
/// <param name="RetryAfter">When to come again.</param>
/// <param name="RemainingRequests">Requests left in the window.</param>
/// <param name="RemainingTime">Execution time left in the window.</param>
internal sealed record Admission(UserWindow.Visit? Visit, (string Code, string Name, string Message)? Refusal, TimeSpan RetryAfter, int RemainingRequests, TimeSpan RemainingTime);
