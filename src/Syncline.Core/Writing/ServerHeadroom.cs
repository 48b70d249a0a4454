namespace Syncline.Core.Writing;

/// <summary>What is left of the limits that a server keeps per user, as an answer says.</summary>
/// <param name="Requests">Requests left in the current window; null when not told.</param>
/// <param name="ExecutionTime">Execution time left in the current window, of all requests together; null when not told.</param>
public sealed record ServerHeadroom(long? Requests, TimeSpan? ExecutionTime);
