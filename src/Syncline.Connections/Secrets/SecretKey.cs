namespace Syncline.Connections.Secrets;

/// <summary>A 256-bit key and the id that envelopes name it by.</summary>
internal sealed class SecretKey(string id, byte[] bytes)
{
    public const int Size = 32;

    public string Id => id;

    public byte[] Bytes => bytes;

    public override string ToString() => $"{id} (secret)";
}
