namespace Syncline.Connections.Secrets;

/// <summary>How the key in <c>keys/keys.json</c> is itself kept from others.</summary>
internal interface IKeyStore
{
    /// <summary>Name in the file and prefix of key ids: <c>file</c>, <c>dpapi</c>, <c>keychain</c>.</summary>
    string Name { get; }

    /// <summary>For people.</summary>
    string Describe(string path);

    /// <summary>Text for the file from which <see cref="Load"/> gets the key back; may keep the key elsewhere.</summary>
    string Save(SecretKey key);

    /// <summary>The key.</summary>
    /// <exception cref="Core.Errors.ConfigurationException">The store refuses.</exception>
    byte[] Load(string id, string saved);
}
