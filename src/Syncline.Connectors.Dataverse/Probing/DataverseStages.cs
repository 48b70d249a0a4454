using Syncline.Core.Probing;

namespace Syncline.Connectors.Dataverse.Probing;

/// <summary>What a Dynamics 365 probe tries, from the nearest to the farthest: each stage stands on those before it.</summary>
internal static class DataverseStages
{
    /// <summary>The URL is a site's.</summary>
    public static ProbeStage Address { get; } = new("address", "Address");

    /// <summary>The host has an address and takes connections.</summary>
    public static ProbeStage Reachability { get; } = new("reachability", "Reachability");

    /// <summary>Its certificate is trusted.</summary>
    public static ProbeStage Tls { get; } = new("tls", "Encryption");

    /// <summary>What answers is a Dynamics 365 site.</summary>
    public static ProbeStage Site { get; } = new("site", "Dynamics 365");

    /// <summary>The sign-in addresses are a sign-in server's, and the site's own.</summary>
    public static ProbeStage Endpoints { get; } = new("endpoints", "Sign-in addresses");

    /// <summary>A token can be had without asking anybody.</summary>
    public static ProbeStage Token { get; } = new("token", "Sign-in");

    /// <summary>The site knows who is signed in.</summary>
    public static ProbeStage Identity { get; } = new("identity", "Who am I");

    /// <summary>Rows can be read.</summary>
    public static ProbeStage Read { get; } = new("read", "Reading rows");

    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<ProbeStage> All { get; } = [Address, Reachability, Tls, Site, Endpoints, Token, Identity, Read];
}
