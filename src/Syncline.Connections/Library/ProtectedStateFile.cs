using System.Text.Json;
using Syncline.Connections.Secrets;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Connections.Library;

/// <summary>
/// The protected state of one saved connection, in <c>NAME.state</c>. Reading takes no lock: files are replaced whole. An update must not
/// start another update of the same connection from within.
/// </summary>
internal sealed class ProtectedStateFile(string connection, LibraryPaths paths, ISecretProtector protector, TimeProvider timeProvider)
    : IProtectedState
{
    public const string ItemPrefix = "state:";

    private static readonly Dictionary<string, string> Nothing = [];

    private string FilePath => paths.State(connection);

    public async ValueTask<string?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var values = await ReadFileAsync(cancellationToken) ?? throw Damaged();
        try
        {
            return await OpenAsync(values, name, cancellationToken);
        }
        catch (ConfigurationException exception) when (exception.Error.Id == SecretErrors.EnvelopeDamagedId)
        {
            throw Damaged(exception);
        }
    }

    public async ValueTask<string?> UpdateAsync(
        string name, Func<string?, CancellationToken, ValueTask<string?>> update, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(update);
        paths.Ensure();
        using var _ = await FileLock.AcquireAsync(
            paths.StateLock(connection), $"the sign-in of connection '{connection}'", timeProvider, cancellationToken);

        // A damaged value counts as none here: signing in again mends it.
        var values = await ReadFileAsync(cancellationToken) ?? Nothing;
        string? current;
        try
        {
            current = await OpenAsync(values, name, cancellationToken);
        }
        catch (ConfigurationException exception) when (exception.Error.Id == SecretErrors.EnvelopeDamagedId)
        {
            current = null;
        }

        var next = await update(current, cancellationToken);
        if (next == current && (next is not null || !values.ContainsKey(name)))
        {
            return next;
        }

        var changed = new Dictionary<string, string>(values, StringComparer.Ordinal);
        changed.Remove(name);
        if (next is not null)
        {
            changed[name] = await protector.ProtectAsync(new SecretPlace(connection, ItemPrefix + name), next, cancellationToken);
        }

        // From here on cancelling would lose what the update already did elsewhere, such as spending a refresh token.
        await WriteAsync(changed, CancellationToken.None);
        return next;
    }

    /// <summary>Every value in clear, for a connection that gets a new name. The caller holds the state lock.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in (await ReadFileAsync(cancellationToken) ?? Nothing).Keys)
        {
            if (await ReadAsync(name, cancellationToken) is { } value)
            {
                all[name] = value;
            }
        }

        return all;
    }

    /// <summary>Writes these values and no others. The caller holds the state lock.</summary>
    public async ValueTask WriteAllAsync(IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        var envelopes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            envelopes[name] = await protector.ProtectAsync(new SecretPlace(connection, ItemPrefix + name), value, cancellationToken);
        }

        await WriteAsync(envelopes, cancellationToken);
    }

    private ValueTask WriteAsync(Dictionary<string, string> values, CancellationToken cancellationToken)
    {
        if (values.Count == 0)
        {
            File.Delete(FilePath);
            return ValueTask.CompletedTask;
        }

        var file = new StateFile { Format = StateFile.CurrentFormat, Values = values };
        return AtomicFile.ReplaceAsync(FilePath, LibraryJson.Write(file), timeProvider, cancellationToken);
    }

    private async ValueTask<string?> OpenAsync(IReadOnlyDictionary<string, string> values, string name, CancellationToken cancellationToken) =>
        values.TryGetValue(name, out var envelope)
            ? await protector.UnprotectAsync(new SecretPlace(connection, ItemPrefix + name), envelope, cancellationToken)
            : null;

    /// <summary>The envelopes; empty when there is no file, null when the file is damaged.</summary>
    private async ValueTask<IReadOnlyDictionary<string, string>?> ReadFileAsync(CancellationToken cancellationToken)
    {
        if (await AtomicFile.ReadAsync(FilePath, cancellationToken) is not { } content)
        {
            return Nothing;
        }

        try
        {
            var file = LibraryJson.Read<StateFile>(content);
            return file.Format > StateFile.CurrentFormat
                ? throw new ConfigurationException(LibraryErrors.NewerFormat(FilePath, file.Format))
                : file.Values;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private SignInException Damaged(Exception? exception = null) => new(SecretErrors.StateDamaged(connection, FilePath), exception);
}
