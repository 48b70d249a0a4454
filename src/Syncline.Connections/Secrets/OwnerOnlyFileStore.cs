namespace Syncline.Connections.Secrets;

/// <summary>The key stands in the file, which only its owner can read (mode 0600 in a folder of mode 0700).</summary>
internal sealed class OwnerOnlyFileStore : IKeyStore
{
    public string Name => "file";

    public string Describe(string path) => $"the key file {path}";

    public string Save(SecretKey key) => Convert.ToBase64String(key.Bytes);

    public byte[] Load(string id, string saved) => Convert.FromBase64String(saved);
}
