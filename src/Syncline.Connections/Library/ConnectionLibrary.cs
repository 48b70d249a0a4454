using Syncline.Connections.Opening;
using Syncline.Connections.Secrets;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Connections.Library;

/// <summary>
/// The saved connections of one user: in <c>HOME/library</c>, one readable file for each, secrets and tokens encrypted. Safe for concurrent
/// use by threads and processes: changes to one connection happen one after the other, and no file is ever half written.
/// </summary>
public sealed class ConnectionLibrary
{
    private readonly LibraryPaths paths;
    private readonly ISecretProtector protector;
    private readonly TimeProvider timeProvider;

    /// <summary>The library in a home folder. Nothing is read or made yet.</summary>
    /// <param name="home">Syncline's home folder.</param>
    /// <param name="protector">Protection of the secrets; null to <see cref="SecretProtection.Choose"/> it.</param>
    /// <param name="timeProvider">Clock for waiting on other processes; null for the system's.</param>
    public ConnectionLibrary(string home, ISecretProtector? protector = null, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(home);
        paths = new LibraryPaths(home);
        this.timeProvider = timeProvider ?? TimeProvider.System;
        this.protector = protector ?? SecretProtection.Choose(home, timeProvider: this.timeProvider);
    }

    /// <summary>Folder that the connection files are in.</summary>
    public string Folder => paths.Folder;

    /// <summary>What holds the key to the secrets, for people.</summary>
    public string Protection => protector.Description;

    /// <summary>Every saved connection by name. One whose file can't be read is in the list with its error.</summary>
    public async ValueTask<IReadOnlyList<ConnectionEntry>> ListAsync(CancellationToken cancellationToken)
    {
        var entries = new List<ConnectionEntry>();
        foreach (var name in Names())
        {
            if (await EntryAsync(name, cancellationToken) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    /// <summary>Whether there is a connection of this name, readable or not.</summary>
    public bool Contains(string name) => ConnectionName.Problem(name) is null && File.Exists(paths.Settings(name));

    /// <summary>A saved connection with its secrets. Names are compared without regard to case.</summary>
    /// <exception cref="ConfigurationException">There is none of that name, its file is damaged, or a secret can't be decrypted.</exception>
    public async ValueTask<ConnectionSettings> FindAsync(string name, CancellationToken cancellationToken)
    {
        var file = await ReadAsync(name, cancellationToken) ?? throw NotFound(name);
        var secrets = new Dictionary<string, Secret>(StringComparer.Ordinal);
        foreach (var (option, envelope) in file.Secrets)
        {
            secrets[option] = new Secret(await protector.UnprotectAsync(new SecretPlace(file.Name, option), envelope, cancellationToken));
        }

        return new ConnectionSettings { Name = file.Name, Connector = file.Connector, Options = file.Options, Secrets = secrets };
    }

    /// <summary>
    /// Saves a connection. Replacing one with another connector or other options (but for <see cref="CommonOptions"/>) also forgets its
    /// sign-in: a token never follows a connection to another address.
    /// </summary>
    /// <param name="settings">The connection; a secret that is absent is not kept from before.</param>
    /// <param name="replace">Whether to replace one of the same name; else that is an error.</param>
    /// <param name="cancellationToken">Cancels before anything is changed.</param>
    /// <exception cref="ConfigurationException">The name is not allowed or taken, or the library can't be written.</exception>
    public async ValueTask SaveAsync(ConnectionSettings settings, bool replace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ConnectionName.Require(settings.Name);
        paths.Ensure();
        using var _ = await LockSettingsAsync(settings.Name, cancellationToken);
        if (!replace && Contains(settings.Name))
        {
            throw new ConfigurationException(LibraryErrors.NameTaken(settings.Name));
        }

        var file = await ProtectAsync(settings, cancellationToken);
        if (File.Exists(paths.State(settings.Name)))
        {
            using var state = await LockStateAsync(settings.Name, cancellationToken);
            if (!await LeadsToTheSameAsync(file, cancellationToken))
            {
                File.Delete(paths.State(settings.Name));
            }
        }

        await WriteAsync(file, cancellationToken);
    }

    /// <summary>Removes a connection with its secrets and its sign-in; one whose file is damaged too.</summary>
    /// <exception cref="ConfigurationException">There is none of that name.</exception>
    public async ValueTask RemoveAsync(string name, CancellationToken cancellationToken)
    {
        RequireSaved(name);
        using var settings = await LockSettingsAsync(name, cancellationToken);
        using var state = await LockStateAsync(name, cancellationToken);
        RequireSaved(name);
        File.Delete(paths.State(name));
        File.Delete(paths.Settings(name));
    }

    /// <summary>Gives a connection another name; its secrets and its sign-in stay.</summary>
    /// <exception cref="ConfigurationException">There is none of the old name, or the new one is not allowed or taken.</exception>
    public async ValueTask RenameAsync(string name, string newName, CancellationToken cancellationToken)
    {
        ConnectionName.Require(newName);
        RequireSaved(name);
        var sameFile = ConnectionName.Canonical(name) == ConnectionName.Canonical(newName);

        // Always in one order, so that two renames can't wait for each other.
        var names = new[] { name, newName }.Select(ConnectionName.Canonical).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        using var first = await LockSettingsAsync(names[0], cancellationToken);
        using var second = names.Length > 1 ? await LockSettingsAsync(names[1], cancellationToken) : null;
        using var firstState = await LockStateAsync(names[0], cancellationToken);
        using var secondState = names.Length > 1 ? await LockStateAsync(names[1], cancellationToken) : null;
        if (!sameFile && Contains(newName))
        {
            throw new ConfigurationException(LibraryErrors.NameTaken(newName));
        }

        var settings = await FindAsync(name, cancellationToken);
        var renamed = await ProtectAsync(settings with { Name = newName }, cancellationToken);
        if (!sameFile)
        {
            // The old parts go last: a crash in between leaves both, and loses nothing.
            await StateFileOf(newName).WriteAllAsync(await StateFileOf(name).ReadAllAsync(cancellationToken), cancellationToken);
        }

        await WriteAsync(renamed, cancellationToken);
        if (!sameFile)
        {
            File.Delete(paths.State(name));
            File.Delete(paths.Settings(name));
        }
    }

    /// <summary>The protected state of a saved connection, where its tokens are kept.</summary>
    public IProtectedState StateOf(string name)
    {
        ConnectionName.Require(name);
        return StateFileOf(name);
    }

    /// <summary>The error for a name that is not in the library, with the nearest names in the advice.</summary>
    internal ConfigurationException NotFound(string name) => new(LibraryErrors.NotFound(name, Names()));

    private ProtectedStateFile StateFileOf(string name) => new(name, paths, protector, timeProvider);

    private IReadOnlyList<string> Names()
    {
        try
        {
            return paths.Names();
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new ConfigurationException(LibraryErrors.NoAccess(paths.Folder, writing: false), exception);
        }
    }

    private async ValueTask<ConnectionEntry?> EntryAsync(string name, CancellationToken cancellationToken)
    {
        if (ConnectionName.Problem(name) is not null || ConnectionName.Canonical(name) != name)
        {
            // Made by hand: to leave it out without a word would be a riddle to its maker.
            var path = Path.Combine(paths.Folder, name + LibraryPaths.SettingsSuffix);
            return new ConnectionEntry { Name = name, Error = LibraryErrors.Damaged(path, "its name is not the lower-case name of a connection") };
        }

        try
        {
            return await ReadAsync(name, cancellationToken) is not { } file ? null : new ConnectionEntry
            {
                Name = file.Name,
                Connector = file.Connector,
                Options = file.Options,
                SecretNames = [.. file.Secrets.Keys.Order(StringComparer.Ordinal)],
                HasSavedSignIn = File.Exists(paths.State(name)),
            };
        }
        catch (ConfigurationException exception)
        {
            return new ConnectionEntry { Name = name, Error = exception.Error };
        }
    }

    private async ValueTask<ConnectionFile?> ReadAsync(string name, CancellationToken cancellationToken) =>
        ConnectionName.Problem(name) is null
            ? await ConnectionFile.ReadAsync(paths.Settings(name), ConnectionName.Canonical(name), cancellationToken)
            : null;

    private async ValueTask<ConnectionFile> ProtectAsync(ConnectionSettings settings, CancellationToken cancellationToken)
    {
        var secrets = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (option, secret) in settings.Secrets)
        {
            secrets[option] = await protector.ProtectAsync(new SecretPlace(settings.Name, option), secret.Reveal(), cancellationToken);
        }

        return new ConnectionFile
        {
            Format = ConnectionFile.CurrentFormat,
            Name = settings.Name,
            Connector = settings.Connector,
            Options = settings.Options,
            Secrets = secrets,
        };
    }

    private async ValueTask<bool> LeadsToTheSameAsync(ConnectionFile file, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(file.Name, cancellationToken) is { } before
                && before.Connector == file.Connector
                && Leading(before).SequenceEqual(Leading(file));
        }
        catch (ConfigurationException)
        {
            // What it led to can't be known any more.
            return false;
        }

        static IEnumerable<KeyValuePair<string, string>> Leading(ConnectionFile file) => file.Options
            .Where(option => CommonOptions.Find(option.Key) is null)
            .OrderBy(option => option.Key, StringComparer.Ordinal);
    }

    private ValueTask WriteAsync(ConnectionFile file, CancellationToken cancellationToken) =>
        AtomicFile.ReplaceAsync(paths.Settings(file.Name), LibraryJson.Write(file), timeProvider, cancellationToken);

    private void RequireSaved(string name)
    {
        if (!Contains(name))
        {
            throw NotFound(name);
        }
    }

    private ValueTask<FileLock> LockSettingsAsync(string name, CancellationToken cancellationToken) =>
        FileLock.AcquireAsync(paths.SettingsLock(name), $"connection '{name}'", timeProvider, cancellationToken);

    private ValueTask<FileLock> LockStateAsync(string name, CancellationToken cancellationToken) =>
        FileLock.AcquireAsync(paths.StateLock(name), $"the sign-in of connection '{name}'", timeProvider, cancellationToken);
}
