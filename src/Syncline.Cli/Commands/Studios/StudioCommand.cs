using System.CommandLine;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Spectre.Console;
using Syncline.Cli.Terminal;
using Syncline.Core.Errors;
using Syncline.Studio;

namespace Syncline.Cli.Commands.Studios;

/// <summary><c>syncline studio</c>: the web studio on this machine, until stopped.</summary>
internal static class StudioCommand
{
    private static readonly Option<int?> Port = PortOption.Of(new Option<int?>("--port") { Description = "Port on 127.0.0.1; 7420 when it is free, else any free one." });

    private static readonly Option<bool> NoOpen = new("--no-open") { Description = "Print the address instead of opening the browser." };

    private static readonly Option<bool> Sandbox = new("--sandbox") { Description = "Start a sandbox along with it." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("studio", "Opens the web studio in the browser.") { Port, NoOpen, Sandbox };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var options = new StudioOptions
        {
            Workspace = context.OpenWorkspace(),
            Port = context.Arguments.GetValue(Port),
            WithSandbox = context.Arguments.GetValue(Sandbox),
        };
        await using var studio = await StartAsync(options, cancellationToken);
        var used = Channel.CreateUnbounded<bool>();
        studio.LaunchAddressUsed += (_, _) => used.Writer.TryWrite(true);
        var address = studio.NewLaunchAddress();
        if (context.Output.IsJson)
        {
            context.Output.JsonLine(new { url = address.AbsoluteUri });
        }

        var opened = !context.Output.IsJson && !context.Arguments.GetValue(NoOpen) && SystemBrowser.TryOpen(address);
        if (!context.Output.IsJson)
        {
            Print(context.Output.Text, address, opened);
        }

        await foreach (var _ in UntilStopped(used.Reader, cancellationToken))
        {
            var next = studio.NewLaunchAddress();
            context.Output.Say($"[grey]Opened. For another browser, once: {Markup.Escape(next.AbsoluteUri)}[/]");
        }

        context.Output.Say("The Studio has stopped.");
        return ExitCode.Success;
    }

    private static async Task<StudioServer> StartAsync(StudioOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await StudioServer.StartAsync(options, cancellationToken);
        }
        catch (IOException exception) when (options.Port is not (null or 0) && exception.InnerException is AddressInUseException or AggregateException)
        {
            throw new ConnectionException(
                new()
                {
                    Id = "CL1013",
                    Phase = ErrorPhase.Connection,
                    Message = $"The Studio can't listen on port {options.Port}: {exception.Message}",
                    Advice = exception.InnerException is AddressInUseException
                        ? "Another program has that port. Choose another with --port, or leave --port out to take a free one."
                        : "This user may not listen there (ports below 1024 are often kept for administrators). Choose another with --port, or leave --port out to take a free one.",
                },
                exception);
        }
    }

    /// <summary>Each use of a launch address, until the command is stopped: stopping is how it ends, not a failure.</summary>
    private static async IAsyncEnumerable<bool> UntilStopped(
        ChannelReader<bool> used, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await used.ReadAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                yield break;
            }

            yield return true;
        }
    }

    private static void Print(IAnsiConsole console, Uri address, bool opened)
    {
        console.MarkupLine("[bold]Syncline Studio is running[/] on this machine only.");
        console.WriteLine(opened ? "Your browser opens it. If it does not, go to this address; it works once:" : "Open this address in a browser on this machine; it works once:");
        console.WriteLine();
        console.WriteLine($"  {address.AbsoluteUri}");
        console.WriteLine();
        console.WriteLine("Ctrl+C stops it.");
    }
}
