using Syncline.Sandbox.Directory;

namespace Syncline.Sandbox;

/// <summary>How a sandbox is started.</summary>
public sealed record SandboxOptions
{
    /// <summary>TCP port on 127.0.0.1 and [::1]; 0 (default) takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Answers over https instead of http, with a certificate of the sandbox's own development authority; false by default.</summary>
    public bool Https { get; init; }

    /// <summary>
    /// Folder in which the development authority and the client certificate are kept from start to start, readable by their owner alone; null
    /// (default) keeps them in memory, and nothing is written.
    /// </summary>
    public string? CertificateFolder { get; init; }

    /// <summary>Number of generated accounts, and as many contacts, besides the sample rows; 0 (default) means the sample rows alone.</summary>
    public int SeedRows { get; init; }

    /// <summary>Tenant, apps and people.</summary>
    public SandboxDirectory Directory { get; init; } = new();

    /// <summary>Clock of tokens and rows.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Service-protection limits to begin with.</summary>
    public SandboxLimits Limits { get; init; } = new();

    /// <summary>Modelled duration of requests to begin with.</summary>
    public SandboxLatency Latency { get; init; } = new();

    /// <summary>A folder in which the site's rows are kept; null (default) forgets them when the sandbox stops.</summary>
    public string? Keep { get; init; }
}
