namespace Syncline.OAuth.Tokens;

/// <summary>Who signed in, from the id token, to show it; nothing is decided by it. Each part is null when the server did not say.</summary>
/// <param name="Name">Display name (<c>name</c>).</param>
/// <param name="UserName">User name (<c>preferred_username</c>, or <c>upn</c> on version 1).</param>
/// <param name="ObjectId">Id of the user (<c>oid</c>).</param>
/// <param name="TenantId">Id of the tenant (<c>tid</c>).</param>
public sealed record SignedInUser(string? Name, string? UserName, string? ObjectId, string? TenantId);
