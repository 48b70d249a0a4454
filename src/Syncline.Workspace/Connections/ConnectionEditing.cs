using Syncline.Connections.Library;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.SignIn;

namespace Syncline.Workspace.Connections;

/// <summary>Changes to saved connections, as the command line and the Studio's library offer them. Safe for concurrent use.</summary>
/// <param name="workspace">The user's workspace.</param>
public sealed class ConnectionEditing(SynclineWorkspace workspace)
{
    /// <summary>
    /// Changes single options of a connection; secrets that are not changed stay. Where the change leads to another place (another address,
    /// another app), its sign-in is forgotten: a token never follows a connection to another address.
    /// </summary>
    /// <exception cref="ConfigurationException">There is no such connection, or the settings would be wrong; nothing is changed then.</exception>
    public async ValueTask<EditedConnection> EditAsync(string name, ConnectionChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        var before = await workspace.Library.FindAsync(name, cancellationToken);
        RequireKnown(before, change.Unset);
        var saved = await workspace.SaveAsync(change.ApplyTo(before), replace: true, cancellationToken);
        return new EditedConnection(saved, await NeedsSignInAsync(saved, cancellationToken));
    }

    /// <summary>Gives a connection another name; its secrets and its sign-in stay. Project files that name it are not changed: see <see cref="ConnectionUses"/>.</summary>
    /// <exception cref="ConfigurationException">There is no such connection, or the new name is not allowed or taken.</exception>
    public ValueTask RenameAsync(string name, string newName, CancellationToken cancellationToken) =>
        workspace.Library.RenameAsync(name, newName, cancellationToken);

    /// <summary>Saves a copy of a connection, with its secrets and without its sign-in: whoever uses the copy signs in to it.</summary>
    /// <exception cref="ConfigurationException">There is no such connection, or the new name is not allowed or taken.</exception>
    public async ValueTask<EditedConnection> DuplicateAsync(string name, string newName, CancellationToken cancellationToken)
    {
        var copy = await workspace.Library.FindAsync(name, cancellationToken) with { Name = newName };
        await workspace.Library.SaveAsync(copy, replace: false, cancellationToken);
        return new EditedConnection(copy, await NeedsSignInAsync(copy, cancellationToken));
    }

    private void RequireKnown(ConnectionSettings settings, IReadOnlyList<string> unset)
    {
        var set = settings.Options.Keys.Concat(settings.Secrets.Keys).ToList();
        var known = workspace.FindConnector(settings.Connector).Descriptor.Options.Select(option => option.Name)
            .Concat(Syncline.Connections.Opening.CommonOptions.All.Select(option => option.Name)).Concat(set).ToHashSet(StringComparer.Ordinal);
        if (unset.FirstOrDefault(option => !known.Contains(option)) is { } unknown)
        {
            throw new ConfigurationException(new ErrorDetail
            {
                Id = "WS1502",
                Phase = ErrorPhase.Configuration,
                Message = $"Connection '{settings.Name}' has no option '{unknown}' to take back.",
                Advice = NearestNames.Advice(unknown, known, $"It has: {string.Join(", ", set)}."),
                Option = unknown,
            });
        }
    }

    private async ValueTask<bool> NeedsSignInAsync(ConnectionSettings settings, CancellationToken cancellationToken) =>
        workspace.FindConnector(settings.Connector) is ISignInConnector connector && connector.NeedsPerson(settings)
        && !(await workspace.Library.ListAsync(cancellationToken)).Any(entry => IsSame(entry, settings) && entry.HasSavedSignIn);

    private static bool IsSame(ConnectionEntry entry, ConnectionSettings settings) => string.Equals(entry.Name, settings.Name, StringComparison.OrdinalIgnoreCase);
}
