namespace Syncline.Core.Connectors;

/// <summary>A connector that can say what follows from settings: shown beside a form while it is filled in, and by <c>connection show</c>.</summary>
public interface ISettingsExplanation : IConnector
{
    /// <summary>
    /// What follows from the settings, in the order to show it: addresses, and the values that options have although they were not given.
    /// Asks nobody and never throws: what can't be derived yet is left out. Holds no secrets.
    /// </summary>
    IReadOnlyList<SettingsFact> Explain(ConnectionSettings settings);
}
