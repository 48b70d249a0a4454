using Syncline.Sandbox.Directory;

namespace Syncline.Sandbox.SignIn;

/// <summary>The tenants and the names under which they are addressed in a path.</summary>
internal sealed class Tenants
{
    /// <summary>The path segment where AD FS has its endpoints.</summary>
    public const string AdFs = "adfs";

    private readonly SandboxDirectory _directory;

    public Tenants(SandboxDirectory directory)
    {
        _directory = directory;
        var domain = directory.Users.Count > 0 ? directory.Users[0].UserName.Split('@')[^1] : "contoso.example";
        Home = new SandboxTenant(directory.TenantId, "Contoso", domain, [.. directory.Users, .. directory.TroubledUsers]);
        Names = [$"{Home.Id}", Home.Domain, $"{Other.Id}", Other.Domain, "common", "organizations"];
    }

    /// <summary>The tenant of the site.</summary>
    public SandboxTenant Home { get; }

    public SandboxTenant Other => _directory.OtherTenant;

    /// <summary>Ids and domains of the tenants, and the two shared names.</summary>
    public IReadOnlyList<string> Names { get; }

    public bool Knows(string name) => IsAdFs(name) || Names.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The tenant that a path names; null for a shared name, which stands for whichever tenant the person belongs to.</summary>
    public SandboxTenant? Named(string name) =>
        IsShared(name) ? null
        : name.Equals($"{Other.Id}", StringComparison.OrdinalIgnoreCase) || name.Equals(Other.Domain, StringComparison.OrdinalIgnoreCase) ? Other
        : Home;

    /// <summary>The tenant whose name stands in messages about a path.</summary>
    public SandboxTenant NamedOrHome(string name) => Named(name) ?? Home;

    /// <summary>The tenant that a person belongs to.</summary>
    public SandboxTenant Of(SandboxUser user) => Other.Users.Contains(user) ? Other : Home;

    /// <summary>Whether the name stands for whichever tenant the person belongs to.</summary>
    public static bool IsShared(string name) =>
        name.Equals("common", StringComparison.OrdinalIgnoreCase) || name.Equals("organizations", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the segment is that of AD FS, which knows one organisation and no tenants.</summary>
    public static bool IsAdFs(string name) => name.Equals(AdFs, StringComparison.OrdinalIgnoreCase);
}
