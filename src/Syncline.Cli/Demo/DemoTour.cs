using Spectre.Console;
using Syncline.Cli.Terminal;
using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Sandbox;
using Syncline.Sync.Plans;
using Syncline.Workspace;
using Syncline.Workspace.Applying;
using Syncline.Workspace.Planning;

namespace Syncline.Cli.Demo;

/// <summary>
/// The steps of the demo. Everything is the product's own: the same calls as the commands, over HTTP to a sandbox that only this process
/// uses, in a home folder of its own that is made anew each time and stays for a look afterwards.
/// </summary>
internal sealed class DemoTour : IAsyncDisposable
{
    private const string Site = "contoso";
    private const string Files = "crm-export";

    private readonly CommandContext context;
    private readonly SandboxServer sandbox;
    private readonly SynclineWorkspace workspace;
    private readonly string folder;
    private readonly long started = TimeProvider.System.GetTimestamp();
    private ConnectionIdentity? identity;
    private int tables;
    private int step;

    private DemoTour(CommandContext context, SandboxServer sandbox, string folder)
    {
        this.context = context;
        this.sandbox = sandbox;
        this.folder = folder;
        workspace = new SynclineWorkspace(new SynclineHome(folder), context.Streams.Environment);
    }

    private IAnsiConsole Console => context.Output.IsJson ? context.Output.Messages : context.Output.Text;

    private bool Speaks => !context.Output.IsQuiet;

    /// <summary>Starts the sandbox and makes the folder.</summary>
    public static async Task<DemoTour> StartAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var tour = new DemoTour(context, await SandboxServer.StartAsync(new SandboxOptions(), cancellationToken), FreshFolder(context.Home));
        tour.Heading("Start a sandbox");
        tour.Say($"A local stand-in for a Dynamics 365 site runs at [bold]{tour.sandbox.Addresses.Site}[/]. Nothing leaves this machine.");
        return tour;
    }

    /// <summary>A numbered headline.</summary>
    public void Heading(string text)
    {
        if (Speaks)
        {
            Console.WriteLine();
            Console.MarkupLine($"[bold blue]{++step}. {Markup.Escape(text)}[/]");
        }
    }

    /// <summary>Saves both connections and signs in through the pages of the sign-in service.</summary>
    public async Task SignInAsync(bool inBrowser, CancellationToken cancellationToken)
    {
        Heading("Sign in with your own app, and save the connection");
        var addresses = sandbox.Addresses;
        await workspace.Library.SaveAsync(
            new ConnectionSettings
            {
                Name = Site,
                Connector = "dynamics-365",
                Options = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["url"] = addresses.Site + "/main.aspx?appid=5f4e2c9a-0000-0000-0000-000000000000&pagetype=dashboard",
                    ["client-id"] = sandbox.Options.Directory.PublicClient.Id.ToString(),
                    ["authorization-url"] = addresses.AuthorizationUrl,
                    ["token-url"] = addresses.TokenUrl,
                    ["redirect-url"] = sandbox.Options.Directory.PublicClient.RedirectUri,
                },
            },
            replace: false,
            cancellationToken);
        await workspace.Library.SaveAsync(
            new ConnectionSettings
            {
                Name = Files,
                Connector = "csv",
                Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["path"] = folder },
            },
            replace: false,
            cancellationToken);

        if (inBrowser)
        {
            // The demo's one JSON document comes at its end; the sign-in speaks to the person on stderr in any case.
            var speaks = new Output(context.Streams, json: false, quiet: false);
            identity = await workspace.SignInAsync(Site, new TerminalSignInPrompt(speaks, context.Streams, opensBrowser: true), cancellationToken);
        }
        else
        {
            using var browser = new BuiltInBrowser(sandbox.Options.Directory.Users[0].UserName, story => Say($"[grey]{Markup.Escape(story)}[/]"));
            identity = await workspace.SignInAsync(Site, browser, cancellationToken);
            await browser.FinishedAsync();
        }

        Say($"[green]Signed in[/] to [bold]{Markup.Escape(identity.System)}[/] as [bold]{Markup.Escape(identity.User ?? "?")}[/] (version {Markup.Escape(identity.Version ?? "?")}).");
        Say($"Saved as [bold]{Site}[/] in the connection library; its tokens are encrypted.");
    }

    /// <summary>Lists the tables and looks at some contacts.</summary>
    public async Task BrowseAsync(CancellationToken cancellationToken)
    {
        Heading("Look at the tables and at some rows");
        await using var connection = await workspace.OpenAsync(Site, cancellationToken);
        var names = new List<string>();
        await foreach (var table in connection.ListTablesAsync(TableFilter.All, cancellationToken))
        {
            names.Add(table.Name);
        }

        tables = names.Count;
        Say($"{Signs.Count(tables, "table")}: {Markup.Escape(string.Join(", ", names))}");
        var schema = await connection.DescribeTableAsync("contact", cancellationToken);
        string[] columns = ["externaluseridentifier", "fullname", "emailaddress1", "gendercode.label", "parentcustomerid.name"];
        var batches = new List<RowBatch>();
        await foreach (var batch in connection.ReadAsync(new ReadRequest { Table = "contact", Columns = columns, MaxRows = 5 }, cancellationToken))
        {
            batches.Add(batch);
        }

        if (Speaks)
        {
            Console.Write(RowGrid.Of([.. columns.Select(column => schema.Find(column)!)], batches));
        }

        batches.ForEach(batch => batch.Dispose());
    }

    /// <summary>Plans one project, shows the plan, applies it.</summary>
    public async Task<DemoSync> SyncAsync(string project, CancellationToken cancellationToken)
    {
        Heading($"Compare and review: {project}");
        var planned = await PlanAsync(project, project.Replace(".syncline.yaml", ".plan", StringComparison.Ordinal), cancellationToken);
        await using var plan = await PlanFile.OpenAsync(planned.Path, cancellationToken);
        if (Speaks)
        {
            var grid = new PlanGrid(plan.Columns);
            await foreach (var change in plan.ReadChangesAsync(cancellationToken: cancellationToken))
            {
                grid.Print(Console, change);
            }

            await PlanSummary.PrintFootAsync(Console, plan, cancellationToken);
        }

        Heading($"Apply exactly that: {Path.GetFileName(planned.Path)}");
        await using var progress = new ApplyProgressBar(context.Output, plan.Header.Counts.Changes);
        var run = await new PlanApplying(workspace).ApplyAsync(plan, new ApplyChoices(), progress, cancellationToken);
        await progress.DisposeAsync();
        if (Speaks)
        {
            Commands.Runs.RunReport.Print(Console, run);
        }

        return new DemoSync(planned.Header.Project.Name, planned.Path, planned.Header.Counts, run.Id, run.Done, run.Failed + run.Conflicts + run.Unknown);
    }

    /// <summary>Plans one project once more.</summary>
    public async Task<DemoCompare> CompareAgainAsync(string project, CancellationToken cancellationToken)
    {
        var planned = await PlanAsync(project, project.Replace(".syncline.yaml", ".second.plan", StringComparison.Ordinal), cancellationToken);
        Say($"{Markup.Escape(project)}: [bold]{Signs.Number(planned.Header.Counts.Changes)} changes[/], {Signs.Number(planned.Header.Counts.Same)} rows are the same on both sides.");
        return new DemoCompare(planned.Header.Project.Name, planned.Header.Counts);
    }

    /// <summary>The summary, and what to try next.</summary>
    public void Finish(IReadOnlyList<DemoSync> first, IReadOnlyList<DemoCompare> second)
    {
        context.Output.Result(
            new
            {
                site = sandbox.Addresses.Site,
                signedInAs = identity?.User,
                organization = identity?.System,
                tables,
                changes = Sum(first.Select(sync => sync.Counts)),
                applied = new { done = first.Sum(sync => sync.Done), failed = first.Sum(sync => sync.Failed) },
                secondCompare = Sum(second.Select(compare => compare.Counts)),
                projects = first.Select(sync => new { project = sync.Project, plan = sync.PlanPath, run = sync.RunId, done = sync.Done, failed = sync.Failed }),
                seconds = Math.Round(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 1),
            },
            console =>
            {
                Heading("Done");
                var changes = second.Sum(compare => compare.Counts.Changes);
                console.MarkupLine($"{Signs.Count(first.Sum(sync => sync.Done), "row")} written in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s, {Signs.Number(first.Sum(sync => sync.Failed))} failed; the second compare found [bold]{Signs.Number(changes)} changes[/].");
                console.MarkupLine($"[grey]Files, plans and the library of this demo are in {Markup.Escape(folder)}.[/]");
                console.WriteLine();
                console.WriteLine("Three commands to try next:");
                console.WriteLine($"  ./syncline plan show {first[^1].PlanPath}");
                console.WriteLine("  ./syncline sandbox                      # a site to play with; it prints how to connect");
                console.WriteLine("  ./syncline connection add --help        # connect to your own Dynamics 365 site (README, five minutes)");
            });
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => sandbox.DisposeAsync();

    private static string FreshFolder(SynclineHome home)
    {
        var path = Path.Combine(home.Root, "demo");
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        Directory.CreateDirectory(path);
        DemoFiles.WriteTo(path);
        return path;
    }

    private static object Sum(IEnumerable<PlanCounts> counts)
    {
        var all = counts.ToList();
        return new { add = all.Sum(count => count.Add), update = all.Sum(count => count.Update), delete = all.Sum(count => count.Delete) };
    }

    private Task<PlannedProject> PlanAsync(string project, string plan, CancellationToken cancellationToken) =>
        new ProjectPlanning(workspace).PlanAsync(
            new PlanRequest { ProjectPath = Path.Combine(folder, project), OutPath = Path.Combine(folder, plan) }, progress: null, cancellationToken);

    private void Say(string markup)
    {
        if (Speaks)
        {
            Console.MarkupLine(markup);
        }
    }
}
