using Spectre.Console;
using Syncline.Connections.Secrets;
using Syncline.Core.Connectors;

namespace Syncline.Cli.Commands;

/// <summary>Reads a secret from where the command line says; at a terminal a person types it unseen.</summary>
internal static class HiddenSecret
{
    /// <summary>Gets the secret.</summary>
    public static async Task<Secret> ReadAsync(CommandContext context, SecretInput input, CancellationToken cancellationToken)
    {
        using var typed = input.IsStandardInput && context.Streams.InIsTerminal ? Typed(context, input.Option) : null;
        return await input.ReadAsync(typed ?? context.Streams.In, cancellationToken, context.Streams.Environment);
    }

    private static StringReader Typed(CommandContext context, string option)
    {
        context.Output.Messages.Markup($"{Markup.Escape(option)} (not shown): ");
        var secret = context.Streams.ReadHiddenLine();
        context.Output.Messages.WriteLine();
        return new StringReader(secret);
    }
}
