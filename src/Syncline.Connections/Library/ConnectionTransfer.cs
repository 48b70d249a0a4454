using System.Text.Json;
using Syncline.Connections.Secrets;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Connections.Library;

/// <summary>
/// Carries connections from one library to another as one JSON document. Secrets travel only under a passphrase (see
/// <see cref="ExportAsync"/>); tokens never travel.
/// </summary>
public sealed class ConnectionTransfer(ConnectionLibrary library)
{
    /// <summary>Writes connections as JSON.</summary>
    /// <param name="names">Which; null for all.</param>
    /// <param name="passphrase">Protects the secrets (PBKDF2, AES-256-GCM); null leaves them out.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ConfigurationException">A connection is not there or can't be read.</exception>
    public async ValueTask<string> ExportAsync(IReadOnlyList<string>? names, Secret? passphrase, CancellationToken cancellationToken)
    {
        names ??= [.. (await library.ListAsync(cancellationToken)).Select(entry => entry.Name)];
        var settings = new List<ConnectionSettings>();
        foreach (var name in names)
        {
            settings.Add(await library.FindAsync(name, cancellationToken));
        }

        var (parameters, key) = passphrase is null ? (null, null) : PassphraseKey.Create(passphrase.Reveal());
        var protector = key is null ? null : new AesSecretProtector(new SingleKeySource(key));
        var connections = new List<ExportedConnection>();
        foreach (var one in settings)
        {
            connections.Add(await ExportOneAsync(one, protector, cancellationToken));
        }

        return System.Text.Encoding.UTF8.GetString(LibraryJson.Write(new ExportDocument
        {
            DocumentKind = ExportDocument.Kind,
            Format = ExportDocument.CurrentFormat,
            Protection = parameters,
            Connections = connections,
        }));
    }

    /// <summary>Writes an export to a file that only its owner may open. The file comes up whole or not at all; one that is there is replaced.</summary>
    /// <param name="path">The file; its folder is there.</param>
    /// <param name="json">What <see cref="ExportAsync"/> gave.</param>
    /// <param name="cancellationToken">Cancels before the file is there.</param>
    /// <exception cref="ConfigurationException">The disk is full, or the folder can't be written.</exception>
    public static ValueTask WriteFileAsync(string path, string json, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(json);
        return AtomicFile.ReplaceAsync(Path.GetFullPath(path), System.Text.Encoding.UTF8.GetBytes(json), TimeProvider.System, cancellationToken);
    }

    /// <summary>Saves the connections of an export. All of it is checked and decrypted before the first is saved.</summary>
    /// <param name="json">What <see cref="ExportAsync"/> gave.</param>
    /// <param name="passphrase">The passphrase of the export; null takes no secrets from it.</param>
    /// <param name="replace">Whether to replace connections of the same name; else that is an error and nothing is saved.</param>
    /// <param name="cancellationToken">Cancels the saving.</param>
    /// <returns>What was saved, with the secrets that are still missing.</returns>
    /// <exception cref="ConfigurationException">The document is damaged, the passphrase wrong, or a name is taken.</exception>
    public async ValueTask<IReadOnlyList<ImportedConnection>> ImportAsync(
        string json, Secret? passphrase, bool replace, CancellationToken cancellationToken)
    {
        var document = Parse(json);
        var protector = Unlock(document, passphrase);
        var settings = new List<ConnectionSettings>();
        var imported = new List<ImportedConnection>();
        foreach (var one in document.Connections)
        {
            ConnectionName.Require(one.Name);
            if (!replace && library.Contains(one.Name))
            {
                throw new ConfigurationException(LibraryErrors.NameTaken(one.Name));
            }

            var secrets = new Dictionary<string, Secret>(StringComparer.Ordinal);
            var envelopes = one.Secrets ?? new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (option, envelope) in envelopes.Where(_ => protector is not null))
            {
                secrets[option] = new Secret(await protector!.UnprotectAsync(new SecretPlace(one.Name, option), envelope, cancellationToken));
            }

            settings.Add(new ConnectionSettings { Name = one.Name, Connector = one.Connector, Options = one.Options, Secrets = secrets });
            imported.Add(new ImportedConnection(
                one.Name, [.. envelopes.Keys.Concat(one.SecretsLeftOut ?? []).Where(option => !secrets.ContainsKey(option)).Order(StringComparer.Ordinal)]));
        }

        foreach (var one in settings)
        {
            await library.SaveAsync(one, replace, cancellationToken);
        }

        return imported;
    }

    private static async ValueTask<ExportedConnection> ExportOneAsync(
        ConnectionSettings settings, AesSecretProtector? protector, CancellationToken cancellationToken)
    {
        var names = settings.Secrets.Keys.Order(StringComparer.Ordinal).ToArray();
        var exported = new ExportedConnection { Name = settings.Name, Connector = settings.Connector, Options = settings.Options };
        if (protector is null)
        {
            return names.Length == 0 ? exported : exported with { SecretsLeftOut = names };
        }

        var envelopes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in names)
        {
            envelopes[option] = await protector.ProtectAsync(
                new SecretPlace(settings.Name, option), settings.Secrets[option].Reveal(), cancellationToken);
        }

        return exported with { Secrets = envelopes };
    }

    private static ExportDocument Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        ExportDocument document;
        try
        {
            document = LibraryJson.Read<ExportDocument>(System.Text.Encoding.UTF8.GetBytes(json));
        }
        catch (JsonException exception)
        {
            throw new ConfigurationException(LibraryErrors.NotAnExport(LibraryJson.Sentence(exception)), exception);
        }

        var twice = document.Connections.GroupBy(one => ConnectionName.Canonical(one.Name), StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        var problem =
            document.DocumentKind != ExportDocument.Kind ? $"its kind is '{document.DocumentKind}'"
            : document.Protection?.Problem() is { } protection ? protection
            : document.Connections.Any(one => one.Options.Values.Any(value => value is null)) ? "an option has no value"
            : twice is not null ? $"connection '{twice.Key}' is in it twice"
            : null;
        return document.Format > ExportDocument.CurrentFormat
            ? throw new ConfigurationException(LibraryErrors.NewerFormat("The export", document.Format))
            : problem is not null ? throw new ConfigurationException(LibraryErrors.NotAnExport(problem))
            : document;
    }

    private static AesSecretProtector? Unlock(ExportDocument document, Secret? passphrase)
    {
        if (passphrase is null || document.Protection is not { } parameters)
        {
            return null;
        }

        var key = parameters.Open(passphrase.Reveal()) ?? throw new ConfigurationException(LibraryErrors.ExportPassphrase());
        return new AesSecretProtector(new SingleKeySource(key));
    }
}
