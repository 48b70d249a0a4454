using Syncline.Workspace;

namespace Syncline.Studio;

/// <summary>How the Studio is started.</summary>
public sealed record StudioOptions
{
    /// <summary>The user's workspace.</summary>
    public required SynclineWorkspace Workspace { get; init; }

    /// <summary>TCP port on 127.0.0.1. 0 takes a free one. Null (default): <see cref="UsualPort"/>, or a free one when that is taken.</summary>
    public int? Port { get; init; }

    /// <summary>Whether a sandbox is started along with the Studio.</summary>
    public bool WithSandbox { get; init; }

    /// <summary>Clock of everything in the Studio.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The port that the Studio takes when it can: what a browser keeps for an address (the theme) is found again next time.</summary>
    public const int UsualPort = 7420;
}
