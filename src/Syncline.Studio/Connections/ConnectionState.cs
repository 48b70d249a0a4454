namespace Syncline.Studio.Connections;

/// <summary>How a connection stands, as its dot in the tree shows it.</summary>
public enum ConnectionState
{
    /// <summary>Not tried yet.</summary>
    Unknown,

    /// <summary>Being tried.</summary>
    Checking,

    /// <summary>It works.</summary>
    Ready,

    /// <summary>It works, or could, but a person should look: nobody has signed in yet, or something ends soon.</summary>
    Attention,

    /// <summary>It does not work.</summary>
    Failing,
}
