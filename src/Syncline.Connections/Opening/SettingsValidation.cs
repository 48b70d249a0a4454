using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Connections.Opening;

/// <summary>Checks settings against what a connector declares, before anything is saved or opened.</summary>
public static class SettingsValidation
{
    /// <summary>Every mistake in the settings; empty when there is none. What only the connector can judge is left to it.</summary>
    public static IReadOnlyList<ErrorDetail> Check(ConnectorDescriptor connector, ConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(connector);
        ArgumentNullException.ThrowIfNull(settings);
        return [.. CheckOptions(connector, settings), .. CheckSecrets(connector, settings), .. CheckRequired(connector, settings)];
    }

    /// <summary>Refuses settings with mistakes: the first is the error, with the others attached.</summary>
    /// <exception cref="ConfigurationException">There are mistakes.</exception>
    public static void Require(ConnectorDescriptor connector, ConnectionSettings settings)
    {
        var mistakes = Check(connector, settings);
        if (mistakes.Count > 0)
        {
            throw new ConfigurationException(mistakes[0] with { Others = [.. mistakes.Skip(1)] });
        }
    }

    private static IEnumerable<ErrorDetail> CheckOptions(ConnectorDescriptor connector, ConnectionSettings settings)
    {
        foreach (var (name, value) in settings.Options)
        {
            if (Find(connector, name) is not { } option)
            {
                yield return SettingsErrors.UnknownOption(name, connector, Known(connector));
            }
            else if (option.IsSecret)
            {
                yield return SettingsErrors.SecretInClear(option);
            }
            else if (settings.Get(option) is { } given && option.Choices.Count > 0 && option.Choices.All(choice => choice.Value != given))
            {
                yield return SettingsErrors.NotAmongChoices(option, value);
            }
        }
    }

    private static IEnumerable<ErrorDetail> CheckSecrets(ConnectorDescriptor connector, ConnectionSettings settings)
    {
        foreach (var name in settings.Secrets.Keys)
        {
            if (Find(connector, name) is not { } option)
            {
                yield return SettingsErrors.UnknownOption(name, connector, Known(connector));
            }
            else if (!option.IsSecret)
            {
                yield return SettingsErrors.NotSecret(option);
            }
        }
    }

    private static IEnumerable<ErrorDetail> CheckRequired(ConnectorDescriptor connector, ConnectionSettings settings) => connector.Options
        .Where(option => option.IsRequired && connector.IsVisible(option, settings))
        .Where(option => option.IsSecret
            ? settings.GetSecret(option) is null && !settings.Options.ContainsKey(option.Name)
            : settings.Get(option) is null)
        .Select(SettingsErrors.Missing);

    private static ConnectorOption? Find(ConnectorDescriptor connector, string name) => connector.Find(name) ?? CommonOptions.Of(connector).FirstOrDefault(option => option.Name == name);

    private static IEnumerable<string> Known(ConnectorDescriptor connector) =>
        connector.Options.Concat(CommonOptions.Of(connector)).Select(option => option.Name);
}
