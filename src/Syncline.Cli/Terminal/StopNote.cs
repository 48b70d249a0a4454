using Spectre.Console;

namespace Syncline.Cli.Terminal;

/// <summary>Says, when somebody asks a run to stop, that it ends what it has begun, and how to stop at once. Safe for concurrent use.</summary>
internal static class StopNote
{
    /// <summary>Stands by until it is disposed.</summary>
    public static CancellationTokenRegistration On(CommandContext context, CancellationToken cancellationToken) => cancellationToken.Register(
        () => context.Output.Messages.WriteLine("Stopping: what was sent is waited for. Ctrl-C once more stops at once; resume then finds out what was written."));
}
