namespace Syncline.Connections.Library;

/// <summary>
/// Where the parts of a connection are. File names are lower case, so that names which differ only in case are one file on every platform;
/// each part has its own suffix, so that no name can collide with another's part.
/// </summary>
internal sealed class LibraryPaths(string home)
{
    public const string SettingsSuffix = ".connection.json";

    public string Folder { get; } = Path.Combine(Path.GetFullPath(home), "library");

    public string LockFolder => Path.Combine(Folder, ".locks");

    public string Settings(string name) => Path.Combine(Folder, ConnectionName.Canonical(name) + SettingsSuffix);

    public string State(string name) => Path.Combine(Folder, ConnectionName.Canonical(name) + ".state");

    public string SettingsLock(string name) => Path.Combine(LockFolder, ConnectionName.Canonical(name) + ".settings");

    public string StateLock(string name) => Path.Combine(LockFolder, ConnectionName.Canonical(name) + ".state");

    /// <summary>Makes the folders.</summary>
    public void Ensure()
    {
        PrivateFolder.Ensure(Folder);
        PrivateFolder.Ensure(LockFolder);
    }

    /// <summary>Canonical names of the connections that have a file, ordinal order.</summary>
    public IReadOnlyList<string> Names() =>
        Directory.Exists(Folder)
            ? [.. Directory.EnumerateFiles(Folder, "*" + SettingsSuffix)
                .Select(path => Path.GetFileName(path)[..^SettingsSuffix.Length])
                .Where(name => name.Length > 0)
                .Order(StringComparer.Ordinal)]
            : [];
}
