using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Syncline.Core.Reading;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Runs;
using Syncline.Workspace;
using Syncline.Workspace.Applying;
using Syncline.Workspace.Planning;

namespace Syncline.EndToEnd;

/// <summary>
/// The real command writes mixed changes to a sandbox whose network misbehaves, and is killed (SIGKILL) at a random point, once or several times.
/// After resume the target is what the plan says: no row twice, none lost, and ledger and target agree.
/// <c>SYNCLINE_TEST_SEEDS</c> takes so many seeds, each of 10,000 changes.
/// </summary>
public sealed class KillCampaignTests
{
    private const int Lanes = 4;
    private static readonly string? Long = Environment.GetEnvironmentVariable("SYNCLINE_TEST_SEEDS");
    private static readonly int Seeds = Long is null ? 20 : int.Parse(Long, CultureInfo.InvariantCulture);
    private static readonly int Changes = Long is null ? 300 : 10_000;

    [Fact]
    public async Task After_a_kill_at_any_point_resume_makes_the_target_what_the_plan_says()
    {
        var killed = 0;
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(async lane =>
        {
            await using var site = await Lane.StartAsync(Changes);
            for (var seed = lane; seed < Seeds; seed += Lanes)
            {
                Interlocked.Add(ref killed, await site.RunAsync(seed));
            }
        }));

        // A process that was done before its turn came proves nothing; most are not.
        killed.ShouldBeGreaterThan(Seeds / 2);
    }

    /// <summary>A sandbox, and a user who brings it to what a file says, over and over: each seed begins where the one before ended.</summary>
    private sealed class Lane : IAsyncDisposable
    {
        private readonly Terminal terminal = new();
        private readonly HttpClient control = new();
        private readonly Dictionary<string, string> rows = new(StringComparer.Ordinal);
        private readonly int changes;
        private SynclineWorkspace workspace = null!;
        private Process sandbox = null!;
        private string project = "";
        private int requests;
        private int next;

        private Lane(int changes) => this.changes = changes;

        private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

        public static async Task<Lane> StartAsync(int changes)
        {
            var lane = new Lane(changes);
            try
            {
                await lane.OpenAsync();
                return lane;
            }
            catch
            {
                await lane.DisposeAsync();
                throw;
            }
        }

        /// <summary>One seed.</summary>
        /// <returns>1 when the process was killed on its way, 0 when it was done before.</returns>
        public async Task<int> RunAsync(int seed)
        {
            var random = new Random(seed);
            await OrderFaultsAsync(random);
            Change(random);
            var planned = await new ProjectPlanning(workspace).PlanAsync(new PlanRequest { ProjectPath = project }, null, Cancellation);
            planned.Header.Counts.Changes.ShouldBe(changes, $"seed {seed}");

            var applying = new PlanApplying(workspace);
            var wasKilled = await KillAsync(random, "apply", planned.Path, "--yes", "--json");
            var run = (await applying.Runs.ListAsync(Cancellation)).FirstOrDefault(candidate => candidate.PlanDigest == planned.Header.Digest);
            for (var again = random.Next(3); again > 0 && run is { CanResume: true }; again--)
            {
                await KillAsync(random, "resume", run.Id, "--json");
                run = await applying.Runs.FindAsync(run.Id, Cancellation);
            }

            // Killed before the run began, there is nothing to resume: the plan is applied as if for the first time.
            var finish = run is null ? ["apply", planned.Path, "--yes", "--json"] : run.CanResume ? (string[])["resume", run.Id, "--json"] : [];
            if (finish.Length > 0)
            {
                (await terminal.RunAsync(finish)).ShouldExitWith(0);
            }

            await CheckAsync(applying, planned, seed);
            return wasKilled ? 1 : 0;
        }

        public async ValueTask DisposeAsync()
        {
            if (sandbox is not null)
            {
                sandbox.Kill(entireProcessTree: true);
                await sandbox.WaitForExitAsync(CancellationToken.None);
                sandbox.Dispose();
            }

            control.Dispose();
            if (Directory.Exists(terminal.Home))
            {
                foreach (var plan in Directory.EnumerateFiles(terminal.Home, "*.plan", SearchOption.AllDirectories))
                {
                    File.SetAttributes(plan, FileAttributes.Normal);
                }
            }

            terminal.Dispose();
        }

        private async Task OpenAsync()
        {
            sandbox = terminal.Start("sandbox", "--json");
            var site = JsonDocument.Parse((await sandbox.StandardOutput.ReadLineAsync(Cancellation))!).RootElement;
            control.BaseAddress = new Uri(site.GetProperty("site").GetString()! + "/_sandbox/");
            (await terminal.RunAsync(
                "connection", "add", "contoso", "--connector", "dynamics-365", "--set", $"url={site.GetProperty("site").GetString()}",
                "--set", $"client-id={site.GetProperty("confidentialClient").GetProperty("id").GetString()}", "--set", "grant-type=client_credentials",
                "--set", $"token-url={site.GetProperty("tokenUrl").GetString()}",
                "--secret", $"client-secret=file:{terminal.Write("secret.txt", site.GetProperty("confidentialClient").GetProperty("secret").GetString()!)}")).ShouldExitWith(0);
            terminal.Write("data/rows.csv", "id,name\n");
            (await terminal.RunAsync("connection", "add", "files", "--connector", "csv", "--set", $"path={terminal.FileAt("data")}")).ShouldExitWith(0);
            project = terminal.Write("kill.syncline.yaml", """
                source: { connection: files, table: rows.csv }
                target: { connection: contoso, table: account }
                key: accountnumber
                columns: { accountnumber: id, name: name }
                target-filter: { odata: "startswith(accountnumber,'K-')" }
                actions: { delete: true }
                guards: { max-deletes: 100% }
                """);
            workspace = new SynclineWorkspace(new SynclineHome(terminal.Home), _ => null);
            for (var i = 0; i < changes; i++)
            {
                rows.Add($"K-{next++:0000000}", $"first {i}");
            }

            WriteSource();
            var planned = await new ProjectPlanning(workspace).PlanAsync(new PlanRequest { ProjectPath = project }, null, Cancellation);
            var before = await AnsweredAsync();
            (await terminal.RunAsync("apply", planned.Path, "--yes", "--json")).ShouldExitWith(0);

            // An apply of as many changes, of which one kind alone is sent: mixed ones take a few requests more.
            requests = (int)(await AnsweredAsync() - before) + 2;
        }

        // Adds, updates and deletes in random shares.
        private void Change(Random random)
        {
            var adds = random.Next(changes / 4, changes / 2);
            var deletes = random.Next(changes / 6, changes / 3);
            foreach (var (i, key) in rows.Keys.OrderBy(_ => random.Next()).Take(changes - adds).ToList().Index())
            {
                if (i < deletes)
                {
                    rows.Remove(key);
                }
                else
                {
                    rows[key] = $"changed {random.Next()}";
                }
            }

            for (var i = 0; i < adds; i++)
            {
                rows.Add($"K-{next++:0000000}", $"new {i}");
            }

            WriteSource();
        }

        private void WriteSource() => terminal.Write("data/rows.csv", "id,name\n" + string.Concat(rows.Select(row => $"{row.Key},{row.Value}\n")));

        private async Task OrderFaultsAsync(Random random)
        {
            string[] kinds = ["reset-before", "reset-after", "duplicate", "truncated-body", "status"];
            var orders = Enumerable.Range(0, random.Next(1, 4)).Select(_ => new { kind = kinds[random.Next(kinds.Length)], method = "POST", path = "/api/data", skip = random.Next(0, 6), times = 1 });
            (await control.DeleteAsync("faults", Cancellation)).EnsureSuccessStatusCode();
            (await control.PostAsJsonAsync("faults", orders, Cancellation)).EnsureSuccessStatusCode();
        }

        /// <summary>Starts a command and kills it when the site has answered a random number of requests more.</summary>
        /// <returns>Whether it was still at work.</returns>
        private async Task<bool> KillAsync(Random random, params string[] command)
        {
            var limit = await AnsweredAsync() + random.Next(0, requests);
            using var process = terminal.Start(command);
            var output = process.StandardOutput.ReadToEndAsync(Cancellation);
            var errors = process.StandardError.ReadToEndAsync(Cancellation);
            while (!process.HasExited && await AnsweredAsync() <= limit)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(3), TimeProvider.System, Cancellation); // looks again, without taking the machine from the process that it watches
            }

            var wasAtWork = !process.HasExited;
            process.Kill();
            await process.WaitForExitAsync(Cancellation);
            await Task.WhenAll(output, errors);
            return wasAtWork;
        }

        private async Task<long> AnsweredAsync() => (await control.GetFromJsonAsync<JsonElement>("stats", Cancellation)).GetProperty("requests").GetInt64();

        private async Task CheckAsync(PlanApplying applying, PlannedProject planned, int seed)
        {
            var run = (await applying.Runs.ListAsync(Cancellation)).Single(candidate => candidate.PlanDigest == planned.Header.Digest);
            (run.State, run.Done, run.Failed, run.Conflicts, run.Unknown, run.Pending).ShouldBe((RunState.Finished, changes, 0, 0, 0, 0), $"seed {seed}");
            (await applying.VerifyAsync(run, Cancellation).CountAsync(Cancellation)).ShouldBe(0, $"seed {seed}");

            var found = new List<(string, string)>();
            await using var target = await workspace.OpenAsync("contoso", Cancellation);
            var request = new ReadRequest { Table = "account", Columns = ["accountnumber", "name"], Filter = new NativeFilter("odata", "startswith(accountnumber,'K-')") };
            await foreach (var batch in target.ReadAsync(request, Cancellation))
            {
                using (batch)
                {
                    found.AddRange(Enumerable.Range(0, batch.RowCount).Select(row => ((string)batch.GetValue(0, row)!, (string)batch.GetValue(1, row)!)));
                }
            }

            found.Order().ShouldBe(rows.Select(row => (row.Key, row.Value)).Order(), $"seed {seed}");
        }
    }
}
