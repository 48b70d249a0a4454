using Syncline.Connections.Opening;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Cli.Commands.Connections;

/// <summary>What a connection still needs, all of it at once, with the command line that would work.</summary>
internal static class MissingOptions
{
    private const string MissingId = "CN1304";

    /// <summary>
    /// Required options without a value, in the order of the form; none when something else is wrong too, a mistyped name perhaps: that is
    /// said first.
    /// </summary>
    public static IReadOnlyList<ConnectorOption> Of(ConnectorDescriptor connector, ConnectionSettings settings)
    {
        var mistakes = SettingsValidation.Check(connector, settings);
        return mistakes.Any(mistake => mistake.Id != MissingId) ? [] : [.. mistakes.Select(mistake => connector.Find(mistake.Option!)!)];
    }

    /// <summary>The error that says so.</summary>
    public static ConfigurationException Error(ConnectorDescriptor connector, ConnectionSettings settings, IReadOnlyList<ConnectorOption> missing)
    {
        var given = settings.Options.Select(option => $"--set {option.Key}={Quoted(option.Value)}")
            .Concat(settings.Secrets.Keys.Select(option => $"--secret {option}=-"));
        var wanted = missing.Select(option => option.IsSecret ? $"--secret {option.Name}=-" : $"--set {option.Name}={Quoted(option.Example ?? "VALUE")}");
        var command = $"  syncline connection add {settings.Name} --connector {connector.Name} {string.Join(' ', given.Concat(wanted))}";
        var helps = missing.Select(option => $"  {option.Name}: {option.Help}");
        return new ConfigurationException(new ErrorDetail
        {
            Id = "CL1021",
            Phase = ErrorPhase.Configuration,
            Message = $"The connection {settings.Name} still needs {string.Join(" and ", missing.Select(option => $"{option.Name} ({option.Label})"))}.",
            Advice = string.Join('\n', [.. helps, "Like this, with your own values:", command, .. Guide(connector)]),
            Option = missing[0].Name,
        });
    }

    private static IEnumerable<string> Guide(ConnectorDescriptor connector) =>
        connector.Find("client-id") is null ? [] : ["How to get a Client ID: docs/guide/register-your-app.md, or syncline app script"];

    private static string Quoted(string value) => value.All(c => char.IsAsciiLetterOrDigit(c) || "-_.:/".Contains(c, StringComparison.Ordinal)) ? value : $"\"{value}\"";
}
