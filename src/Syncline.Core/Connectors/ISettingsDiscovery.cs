namespace Syncline.Core.Connectors;

/// <summary>A connector that can find out settings by itself, so that a person need not look them up.</summary>
public interface ISettingsDiscovery : IConnector
{
    /// <summary>
    /// Whether the settings lack something that no connection can be opened without and that <see cref="DiscoverAsync"/> can find. Asks nobody.
    /// Settings that are wrong in other ways lack nothing here: opening them says what is wrong.
    /// </summary>
    bool NeedsDiscovery(ConnectionSettings settings);

    /// <summary>
    /// The same settings with what follows from them, or what the system itself tells, filled in. What the user gave stays as it is, nothing is
    /// sent but requests without any credential, and options that are not needed for it (a client id, say) may still be missing.
    /// </summary>
    /// <exception cref="Errors.ConfigurationException">What is given is too little, or wrong; <c>Error.Option</c> names it.</exception>
    /// <exception cref="Errors.ConnectionException">The system can't be reached, is of another kind, or does not tell.</exception>
    ValueTask<ConnectionSettings> DiscoverAsync(ConnectionSettings settings, ConnectorServices services, CancellationToken cancellationToken);
}
