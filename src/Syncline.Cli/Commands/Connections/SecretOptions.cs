using System.CommandLine;
using Syncline.Connections.Secrets;
using Syncline.Core.Connectors;

namespace Syncline.Cli.Commands.Connections;

/// <summary><c>--secret</c> of add and edit.</summary>
internal static class SecretOptions
{
    /// <summary>The option. Its value says where the secret is, never what it is.</summary>
    public static Option<string[]> Make() => new("--secret")
    {
        Description = "A secret option: from an environment variable, a file, or typed (-). Never given in clear.",
        HelpName = "option=env:VAR|file:PATH|-",
        DefaultValueFactory = _ => [],
    };

    /// <summary>The secrets, by option.</summary>
    public static async Task<Dictionary<string, Secret>> ReadAsync(CommandContext context, Option<string[]> option, CancellationToken cancellationToken)
    {
        var secrets = new Dictionary<string, Secret>(StringComparer.Ordinal);
        foreach (var argument in context.Arguments.GetRequiredValue(option))
        {
            var input = SecretInput.Parse(argument);
            secrets[input.Option] = await HiddenSecret.ReadAsync(context, input, cancellationToken);
        }

        return secrets;
    }
}
