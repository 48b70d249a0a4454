using System.CommandLine;
using Syncline.Sync.Applying;
using Syncline.Workspace.Applying;

namespace Syncline.Cli.Commands.Runs;

/// <summary>Options of every command that writes rows.</summary>
internal static class ApplyChoiceOptions
{
    private static readonly Option<ConflictAction> OnConflict = new("--on-conflict")
    {
        Description = "What to do with a row that changed on the target since the plan was made: report it and go on, stop, or overwrite.",
        HelpName = "skip|stop|overwrite",
    };

    private static readonly Option<long?> MaxFailures = new("--max-failures") { Description = "Stop when more rows than this have failed, or were added and could not be written back." };

    private static readonly Option<int?> MaxParallelism = new("--max-parallelism") { Description = "At most so many requests at once; found by itself when not given." };

    /// <summary>Adds them to a command.</summary>
    public static void AddTo(Command command)
    {
        command.Options.Add(OnConflict);
        command.Options.Add(MaxFailures);
        command.Options.Add(MaxParallelism);
    }

    /// <summary>What was chosen.</summary>
    public static ApplyChoices Of(ParseResult arguments)
    {
        if (arguments.GetValue(MaxFailures) is < 0)
        {
            throw new UsageException("--max-failures takes a whole number from 0.");
        }

        if (arguments.GetValue(MaxParallelism) is < 1 or > ApplyOptions.MostParallelism)
        {
            throw new UsageException($"--max-parallelism takes a whole number from 1 to {ApplyOptions.MostParallelism}.");
        }

        return new()
        {
            OnConflict = arguments.GetValue(OnConflict),
            MaxFailures = arguments.GetValue(MaxFailures),
            MaxParallelism = arguments.GetValue(MaxParallelism),
        };
    }
}
