namespace Syncline.Sandbox.Directory;

/// <summary>An app registered in the sandbox's directory.</summary>
/// <param name="Id">Application (client) id.</param>
/// <param name="Name">Name that the consent page shows.</param>
/// <param name="Secret">Client secret of a confidential app; null for a public app.</param>
/// <param name="RedirectUri">The one registered redirect URI; for <c>http://localhost</c> any port is accepted.</param>
public sealed record SandboxApp(Guid Id, string Name, string? Secret, string RedirectUri);
