using System.CommandLine;
using System.CommandLine.Parsing;
using Syncline.Cli.Commands;
using Syncline.Cli.Terminal;

namespace Syncline.Cli;

/// <summary>The whole command tree, and how a parsed command is run: wrong usage, errors and cancellation end here, once, for all commands.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command line to its end.</summary>
    public static async Task<ExitCode> RunAsync(string[] arguments, TerminalStreams streams, CancellationToken cancellationToken)
    {
        var root = BuildRoot(streams);

        // @choices and @line are names of a table and a column; an argument is never the name of a file with more arguments.
        var parsed = root.Parse(arguments.Length == 0 ? ["--help"] : arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            return WrongUsage(parsed, streams);
        }

        return (ExitCode)await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = streams.Out,
                Error = streams.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            },
            cancellationToken);
    }

    /// <summary>The root command with every command below it.</summary>
    internal static RootCommand BuildRoot(TerminalStreams streams)
    {
        var root = new RootCommand(
            "Syncline synchronises data with Microsoft Dynamics 365 (Dataverse): see every change before it happens, make only those changes, and be able to take them back.");
        root.Options.Add(GlobalOptions.Json);
        root.Options.Add(GlobalOptions.Quiet);
        foreach (var command in CommandList.All(new CommandRunner(streams)))
        {
            root.Subcommands.Add(command);
        }

        return root;
    }

    /// <summary>A command as a person types it, e.g. <c>syncline table list</c>.</summary>
    internal static string PathOf(CommandResult result)
    {
        var names = new Stack<string>();
        for (SymbolResult? current = result; current is CommandResult { Command: not RootCommand } command; current = current.Parent)
        {
            names.Push(command.Command.Name);
        }

        return string.Join(' ', names.Prepend("syncline"));
    }

    private static ExitCode WrongUsage(ParseResult parsed, TerminalStreams streams)
    {
        var output = new Output(streams, parsed.Tokens.Any(token => token.Value == GlobalOptions.Json.Name), quiet: false);
        var (message, advice) = UsageMistakes.Of(parsed);
        output.Fail(new ErrorReport(new() { Id = "CL1001", Phase = Core.Errors.ErrorPhase.Configuration, Message = message, Advice = advice }));
        return ExitCode.WrongUsage;
    }
}
