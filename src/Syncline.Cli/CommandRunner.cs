using System.CommandLine;
using Syncline.Cli.Terminal;
using Syncline.Core.Errors;
using Syncline.Workspace;
using Syncline.Workspace.Defects;

namespace Syncline.Cli;

/// <summary>Turns a command's code into an action: opens the context, and ends every error in one clear message and an exit code.</summary>
internal sealed class CommandRunner(TerminalStreams streams)
{
    /// <summary>Gives a command its code.</summary>
    public void Set(Command command, Func<CommandContext, CancellationToken, Task<ExitCode>> code) =>
        command.SetAction(async (parsed, cancellationToken) => (int)await RunAsync(parsed, code, cancellationToken));

    private async Task<ExitCode> RunAsync(
        ParseResult parsed, Func<CommandContext, CancellationToken, Task<ExitCode>> code, CancellationToken cancellationToken)
    {
        var output = new Output(streams, parsed.GetValue(GlobalOptions.Json), parsed.GetValue(GlobalOptions.Quiet));
        try
        {
            return await code(new(parsed, output, streams, SynclineHome.Find(streams.Environment)), cancellationToken);
        }
        catch (SynclineException exception)
        {
            var report = new ErrorReport(exception.Error);
            output.Fail(report);
            return report.ExitCode;
        }
        catch (UsageException exception)
        {
            output.Fail(new ErrorReport(new()
            {
                Id = "CL1001",
                Phase = ErrorPhase.Configuration,
                Message = exception.Message,
                Advice = exception.Advice ?? $"See: {CommandLine.PathOf(parsed.CommandResult)} --help",
            }));
            return ExitCode.WrongUsage;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            output.Say("Cancelled.");
            return ExitCode.Cancelled;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            output.Fail(new ErrorReport(FileSystemErrors.Of(exception)));
            return ExitCode.Failure;
        }
        catch (Exception exception)
        {
            output.Fail(new ErrorReport(DefectReport.Write(exception, SynclineHome.Find(streams.Environment), "CL1002")));
            return ExitCode.Failure;
        }
    }
}
