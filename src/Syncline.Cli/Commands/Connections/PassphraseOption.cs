using System.CommandLine;
using Syncline.Connections.Secrets;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Cli.Commands.Connections;

/// <summary><c>--passphrase</c> of export and import.</summary>
internal static class PassphraseOption
{
    private const string Name = "passphrase";

    /// <summary>The option. Its value says where the passphrase is, never what it is.</summary>
    public static Option<string?> Make() => new("--" + Name)
    {
        Description = "Protects the secrets: from an environment variable, a file, or typed (-). Without it secrets are left out.",
        HelpName = "env:VAR|file:PATH|-",
    };

    /// <summary>The passphrase; null when none was given.</summary>
    /// <exception cref="ConfigurationException">It can't be read, or it was given in clear; the message does not repeat it.</exception>
    public static async Task<Secret?> ReadAsync(CommandContext context, Option<string?> option, CancellationToken cancellationToken)
    {
        if (context.Arguments.GetValue(option) is not { } source)
        {
            return null;
        }

        try
        {
            return await HiddenSecret.ReadAsync(context, SecretInput.Parse($"{Name}={source}"), cancellationToken);
        }
        catch (ConfigurationException exception) when (exception.Error.Option == Name)
        {
            // The words for --secret, as this option is written.
            var advice = exception.Error.Advice?.Replace($"--secret {Name}=", $"--{Name} ", StringComparison.Ordinal);
            throw new ConfigurationException(exception.Error with { Advice = advice }, exception);
        }
    }
}
