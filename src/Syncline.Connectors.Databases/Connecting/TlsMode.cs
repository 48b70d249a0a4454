namespace Syncline.Connectors.Databases.Connecting;

/// <summary>How a connection to a server is protected on its way.</summary>
internal enum TlsMode
{
    /// <summary>Encrypted; certificate and host name are checked.</summary>
    Verify,

    /// <summary>Encrypted; who answers is not checked.</summary>
    Encrypt,

    /// <summary>In clear.</summary>
    Off,
}
