namespace Syncline.Connections.Governing;

/// <summary>What keeps a run from writing faster.</summary>
public enum WriteLimit
{
    /// <summary>Rows don't come fast enough: there is room for more requests than there are rows to send.</summary>
    Source,

    /// <summary>The server: as many requests are under way as it recommends, or as it answers without becoming slower.</summary>
    Server,

    /// <summary>The server's service protection: it asked to wait, or what is left of its limits is nearly used up.</summary>
    Limit,

    /// <summary>The network: answers were lost or came too late.</summary>
    Network,

    /// <summary>The user's own wish for fewer requests at once.</summary>
    Setting,

    /// <summary>Other runs on this machine that write to the same system as the same user.</summary>
    OtherRuns,
}
