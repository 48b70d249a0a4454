using System.Text;
using Syncline.Connections.Library;
using Syncline.Connections.Secrets;
using Syncline.Core.Connectors;

namespace Syncline.Connections.Tests;

/// <summary>A home folder of one test. Its keys are in an owner-only file on every platform, so that a test leaves nothing in a key store.</summary>
internal sealed class TemporaryHome : IDisposable
{
    public TemporaryHome()
    {
        Path = Directory.CreateTempSubdirectory("syncline-").FullName;
    }

    public string Path { get; }

    public string LibraryFolder => System.IO.Path.Combine(Path, "library");

    public string KeyFolder => System.IO.Path.Combine(Path, "keys");

    public static ConnectionSettings Contoso { get; } = new()
    {
        Name = "contoso",
        Connector = "dynamics-365",
        Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["url"] = "https://contoso.crm4.dynamics.com", ["client-id"] = "51f81489" },
        Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["client-secret"] = new("Sehr~geheim.äöü") },
    };

    /// <summary>A library as another process would have it: nothing is shared but the files.</summary>
    public ConnectionLibrary Open() => new(Path, Protector());

    public ISecretProtector Protector() => new AesSecretProtector(new StoredKeySource(KeyFolder, new OwnerOnlyFileStore(), TimeProvider.System));

    public string FileOf(string name) => System.IO.Path.Combine(LibraryFolder, name);

    /// <summary>Every byte of every file below the home, as Latin-1, so that any text in it can be searched.</summary>
    public string EveryByte() => string.Concat(
        Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file))));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
