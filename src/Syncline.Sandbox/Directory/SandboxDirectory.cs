namespace Syncline.Sandbox.Directory;

/// <summary>The tenant behind the sandbox: its id, its apps and its people. The same on each start, so that scripts can rely on them.</summary>
public sealed record SandboxDirectory
{
    /// <summary>Directory (tenant) id, first path segment of every sign-in address.</summary>
    public Guid TenantId { get; init; } = new("7d2f6a1e-52c4-4c0b-9a53-6f0c1b7e9d10");

    /// <summary>Id of the one organisation (site), as WhoAmI answers.</summary>
    public Guid OrganizationId { get; init; } = new("b1a5c0de-7c1f-4f6e-8c52-2f4f0a6a1e77");

    /// <summary>Id of the root business unit.</summary>
    public Guid BusinessUnitId { get; init; } = new("0f3d2c55-81a4-ee11-be37-000d3a2b7c01");

    /// <summary>Id of a business unit below the root.</summary>
    public Guid NordicUnitId { get; init; } = new("0f3d2c55-81a4-ee11-be37-000d3a2b7c02");

    /// <summary>An app without a secret.</summary>
    public SandboxApp PublicClient { get; init; } =
        new(new("2f7c9a40-0c3e-4b53-9d18-5a4e5b1d6a01"), "Syncline sample (public)", null, "http://localhost") { IsMultiTenant = true };

    /// <summary>An app with a secret. The secret is sample data: it opens nothing but this local sandbox.</summary>
    public SandboxApp ConfidentialClient { get; init; } =
        new(new("2f7c9a40-0c3e-4b53-9d18-5a4e5b1d6a02"), "Syncline sample (confidential)", "sandbox~confidential~secret", "http://localhost");

    /// <summary>An app with a certificate instead of a secret.</summary>
    public SandboxApp CertificateClient { get; init; } =
        new(new("2f7c9a40-0c3e-4b53-9d18-5a4e5b1d6a03"), "Syncline sample (certificate)", null, "http://localhost");

    /// <summary>
    /// Microsoft's published sample client, for which nobody needs a registration of their own; its name here is ours
    /// (https://learn.microsoft.com/power-apps/developer/data-platform/xrm-tooling/use-connection-strings-xrm-tooling-connect).
    /// </summary>
    public SandboxApp QuickStartClient { get; init; } =
        new(new("51f81489-12ee-4a9e-aaae-a2591f45987d"), "Microsoft sample (quick start)", null, "http://localhost") { IsMultiTenant = true };

    /// <summary>Apps with which something goes wrong. Their secrets are sample data, as all here.</summary>
    public IReadOnlyList<SandboxApp> TroubledApps { get; init; } =
    [
        TroubledApp(1, "Expired secret", Trouble.SecretExpired, "sandbox~expired~secret"),
        TroubledApp(2, "Admin consent needed", Trouble.AdminConsentNeeded, null),
        TroubledApp(3, "Assignment required", Trouble.AssignmentMissing, null),
        TroubledApp(4, "No application user", Trouble.NotAMember, "sandbox~no-application-user~secret"),
        TroubledApp(5, "Application user without roles", Trouble.NoRoles, "sandbox~no-roles~secret"),
        TroubledApp(6, "Application user disabled", Trouble.DisabledOnSite, "sandbox~disabled~secret"),
    ];

    /// <summary>People with whom something goes wrong. Each has a row on the site, except who is not a member.</summary>
    public IReadOnlyList<SandboxUser> TroubledUsers { get; init; } =
    [
        TroubledUser(21, "Emil Sommer", Trouble.MultiFactorRequired),
        TroubledUser(22, "Frida Lund", Trouble.MultiFactorEnrolment),
        TroubledUser(23, "Georg Adler", Trouble.ConditionalAccess),
        TroubledUser(24, "Hanna Berg", Trouble.AssignmentMissing),
        TroubledUser(25, "Ivan Petrov", Trouble.AdminConsentNeeded),
        TroubledUser(26, "Jana Roth", Trouble.AccountDisabled),
        TroubledUser(27, "Karl Meyer", Trouble.NotAMember),
        TroubledUser(28, "Lea Vogel", Trouble.NoRoles),
        TroubledUser(29, "Max Kraus", Trouble.DisabledOnSite),
    ];

    /// <summary>A second tenant, to which the site does not belong.</summary>
    public SandboxTenant OtherTenant { get; init; } = new(
        new("3e9b8f52-0d1c-4f0a-b6a7-94c2d0e1f320"),
        "Northwind",
        "northwind.example",
        [new(new("5d1b2f10-81a4-ee11-be37-000d3a2b7c31"), new("c0ffee00-1111-4a4a-8b8b-000000000031"), "Nora West", "nora.west@northwind.example")]);

    /// <summary>Who can sign in and finds all in order. The first three may do everything.</summary>
    public IReadOnlyList<SandboxUser> Users { get; init; } =
    [
        new(new("5d1b2f10-81a4-ee11-be37-000d3a2b7c11"), new("c0ffee00-1111-4a4a-8b8b-000000000011"), "Ada Winter", "ada.winter@contoso.example"),
        new(new("5d1b2f10-81a4-ee11-be37-000d3a2b7c12"), new("c0ffee00-1111-4a4a-8b8b-000000000012"), "Bruno Keller", "bruno.keller@contoso.example"),
        new(new("5d1b2f10-81a4-ee11-be37-000d3a2b7c13"), new("c0ffee00-1111-4a4a-8b8b-000000000013"), "Chiara Neri", "chiara.neri@contoso.example"),
        new(new("5d1b2f10-81a4-ee11-be37-000d3a2b7c14"), new("c0ffee00-1111-4a4a-8b8b-000000000014"), "Dana Lind", "dana.lind@contoso.example", "Salesperson"),
        new(new("5d1b2f10-81a4-ee11-be37-000d3a2b7c15"), new("c0ffee00-1111-4a4a-8b8b-000000000015"), "Emil Roth", "emil.roth@contoso.example", "Read only"),
        new(new("5d1b2f10-81a4-ee11-be37-000d3a2b7c16"), new("c0ffee00-1111-4a4a-8b8b-000000000016"), "Fiona Dahl", "fiona.dahl@contoso.example", "Basic User"),
        new(new("5d1b2f10-81a4-ee11-be37-000d3a2b7c17"), new("c0ffee00-1111-4a4a-8b8b-000000000017"), "Gustav Holm", "gustav.holm@contoso.example", "Sales Manager")
        {
            BusinessUnitId = new("0f3d2c55-81a4-ee11-be37-000d3a2b7c02"),
        },
    ];

    private static SandboxApp TroubledApp(int number, string name, Trouble trouble, string? secret) =>
        new(new($"2f7c9a40-0c3e-4b53-9d18-5a4e5b1d6b{number:00}"), name, secret, "http://localhost") { Trouble = trouble };

    private static SandboxUser TroubledUser(int number, string name, Trouble trouble) => new(
        new($"5d1b2f10-81a4-ee11-be37-000d3a2b7c{number:00}"),
        new($"c0ffee00-1111-4a4a-8b8b-0000000000{number:00}"),
        name,
        $"{name.Replace(' ', '.').ToLowerInvariant()}@contoso.example")
    { Trouble = trouble };
}
