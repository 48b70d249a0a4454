namespace Syncline.Sandbox.SignIn;

/// <summary>Who stands behind a valid access token.</summary>
/// <param name="UserId">The <c>systemuser</c> row of the caller.</param>
/// <param name="AppId">Client id of the app that asked for the token.</param>
/// <param name="TenantId">Tenant that issued it.</param>
/// <param name="IsApplication">True when the token came from client credentials, without a person.</param>
public sealed record SandboxCaller(Guid UserId, Guid AppId, Guid TenantId, bool IsApplication);
