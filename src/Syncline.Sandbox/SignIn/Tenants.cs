using Syncline.Sandbox.Directory;

namespace Syncline.Sandbox.SignIn;

/// <summary>The names under which the one tenant is addressed in a path.</summary>
internal sealed class Tenants(SandboxDirectory directory)
{
    /// <summary>Tenant id, domain of its people, and the two shared names.</summary>
    public IReadOnlyList<string> Names { get; } =
    [
        directory.TenantId.ToString(),
        directory.Users.Count > 0 ? directory.Users[0].UserName.Split('@')[^1] : "contoso.example",
        "common",
        "organizations",
    ];

    /// <summary>Name of the directory in messages.</summary>
    public string DisplayName { get; } = "Contoso";

    public bool Knows(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the name stands for whichever tenant the person belongs to.</summary>
    public static bool IsShared(string name) =>
        name.Equals("common", StringComparison.OrdinalIgnoreCase) || name.Equals("organizations", StringComparison.OrdinalIgnoreCase);
}
