using System.CommandLine;

namespace Syncline.Cli.Demo;

/// <summary><c>syncline demo</c>: the whole path once, against a private sandbox, over real HTTP.</summary>
internal static class DemoCommand
{
    private static readonly Option<bool> Browser = new("--browser") { Description = "Sign in yourself, in the real browser, instead of letting the built-in user agent do it." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("demo", "Shows the whole path on a private sandbox: sign in, browse, compare, apply, compare again.") { Browser };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var tour = await DemoTour.StartAsync(context, cancellationToken);
        await tour.SignInAsync(context.Arguments.GetValue(Browser), cancellationToken);
        await tour.BrowseAsync(cancellationToken);
        var first = new List<DemoSync>();
        foreach (var project in DemoFiles.Projects)
        {
            first.Add(await tour.SyncAsync(project, cancellationToken));
        }

        var second = new List<DemoCompare>();
        tour.Heading("Compare again");
        foreach (var project in DemoFiles.Projects)
        {
            second.Add(await tour.CompareAgainAsync(project, cancellationToken));
        }

        tour.Finish(first, second);
        return first.Sum(sync => sync.Failed) == 0 && second.Sum(compare => compare.Counts.Changes) == 0 ? ExitCode.Success : ExitCode.Failure;
    }
}
