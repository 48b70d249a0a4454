using System.Security.Cryptography.X509Certificates;

namespace Syncline.Sandbox.Directory;

/// <summary>An app registered in the sandbox's directory.</summary>
/// <param name="Id">Application (client) id.</param>
/// <param name="Name">Name that the consent page shows.</param>
/// <param name="Secret">Client secret of a confidential app; null for one without.</param>
/// <param name="RedirectUri">The one registered redirect URI; for <c>http://localhost</c> any port is accepted.</param>
public sealed record SandboxApp(Guid Id, string Name, string? Secret, string RedirectUri)
{
    /// <summary>Public parts of the certificates that the app may sign its assertions with. The sandbox's own client certificate counts as one of <see cref="SandboxDirectory.CertificateClient"/>.</summary>
    public IReadOnlyList<X509Certificate2> Certificates { get; init; } = [];

    /// <summary>True for an app that people of other tenants can use too.</summary>
    public bool IsMultiTenant { get; init; }

    /// <summary>What goes wrong with this app, on purpose; null for one that works.</summary>
    public Trouble? Trouble { get; init; }
}
