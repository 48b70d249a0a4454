using System.Diagnostics;
using System.IO.Pipes;
using Syncline.Core.Tables;
using Syncline.Sync.Applying;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;
using Syncline.Sync.Runs;
using Syncline.Sync.Tests.Plans;

namespace Syncline.Sync.Tests.Applying;

/// <summary>A real process applies a plan and is killed for real. The child is this test program, told by its environment to run one method.</summary>
public sealed class KillTests : IDisposable
{
    private const string FolderVariable = "SYNCLINE_TEST_KILL_FOLDER";
    private const string PipeVariable = "SYNCLINE_TEST_KILL_PIPE";
    private const int Adds = 400;
    private const int Updates = 300;
    private const int Deletes = 300;

    private static readonly IReadOnlyList<PlanColumn> Columns =
    [
        SamplePlans.Column("code", ColumnKind.Text, PlanColumnRole.Key),
        SamplePlans.Column("name", ColumnKind.Text, PlanColumnRole.Value),
        SamplePlans.Column("source.id", ColumnKind.Guid, PlanColumnRole.Display) with { Source = "id" },
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("syncline-kill-").FullName;

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(25)]
    [InlineData(41)]
    public async Task A_killed_apply_is_resumed_to_exactly_the_plan(int reportsBeforeKill)
    {
        var expected = await PrepareAsync();

        await ApplyInAnotherProcessAsync(killAfter: reportsBeforeKill);

        var store = new RunStore(RunsFolder(folder), TimeProvider.System);
        var killed = (await store.ListAsync(default)).Single();
        killed.State.ShouldBe(RunState.Interrupted);
        killed.Done.ShouldBeGreaterThan(0);
        (killed.Pending + killed.Unknown).ShouldBeGreaterThan(0);

        var target = new FileTarget(TargetPath(folder));
        var source = new FileTarget(SourcePath(folder));
        var run = await Applier.ResumeAsync(killed.Id, target, new ApplyOptions { RunsFolder = RunsFolder(folder), Source = source }, null, default);

        (run.State, run.Done, run.Failed, run.Conflicts, run.Unknown).ShouldBe((RunState.Finished, Adds + Updates + Deletes, 0, 0, 0));
        (await target.RowsAsync()).ShouldBe(expected);
        (run.WriteBack!.Done, run.WriteBack.Failed, run.WriteBack.Pending).ShouldBe((Adds, 0, 0));
        var ids = expected.ToDictionary(row => row.Code, row => row.Id.ToString());
        (await source.RowsAsync()).ShouldAllBe(row => row.Name == ids[row.Code]);
        (await RunVerifier.VerifyAsync(run, target, TimeProvider.System).ToListAsync()).ShouldBeEmpty();
    }

    /// <summary>What the child does: run by name, in a process of its own, by the test above.</summary>
    [Fact(Explicit = true)]
    public async Task Child()
    {
        var where = Environment.GetEnvironmentVariable(FolderVariable) ?? throw new InvalidOperationException("Only the test above runs this.");
        await using var pipe = new NamedPipeClientStream(".", Environment.GetEnvironmentVariable(PipeVariable)!, PipeDirection.InOut);
        await pipe.ConnectAsync();
        await using var plan = await PlanFile.OpenAsync(Path.Combine(where, "contacts.plan"), default);
        await Applier.ApplyAsync(plan, new FileTarget(TargetPath(where)), new ApplyOptions { RunsFolder = RunsFolder(where), MaxParallelism = 3, Source = new FileTarget(SourcePath(where)) }, new Reporter(pipe), default);
    }

    public void Dispose()
    {
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            SamplePlans.MakeWritable(file);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static string RunsFolder(string where) => Path.Combine(where, "runs");

    private static string SourcePath(string where) => Path.Combine(where, "source.sqlite");

    private static string TargetPath(string where) => Path.Combine(where, "target.sqlite");

    private async Task<IReadOnlyList<(Guid Id, string Code, string Name)>> PrepareAsync()
    {
        var existing = Enumerable.Range(1, Updates + Deletes + 5).Select(i => (Id: Guid.CreateVersion7(), Code: $"C-{i:0000}", Name: $"name {i}")).ToList();
        var added = Enumerable.Range(1, Adds).Select(i => (Id: Guid.CreateVersion7(), Code: $"N-{i:0000}", Name: $"new {i}")).ToList();
        await new FileTarget(TargetPath(folder)).FillAsync(existing);

        var sources = added.Select(row => row with { Id = Guid.CreateVersion7(), Name = "" }).ToList();
        await new FileTarget(SourcePath(folder)).FillAsync(sources);

        var changes = new List<PlannedChange>();
        changes.AddRange(added.Select((row, i) => new PlannedChange { Seq = 1 + i, Action = PlanAction.Add, RowId = row.Id.ToString(), Changed = ["code", "name"], After = [row.Code, row.Name, sources[i].Id] }));
        changes.AddRange(existing.Take(Updates).Select((row, i) => new PlannedChange
        {
            Seq = 1 + Adds + i,
            Action = PlanAction.Update,
            RowId = row.Id.ToString(),
            Changed = ["name"],
            Before = [row.Code, row.Name, null],
            After = [row.Code, $"changed {i}", null],
        }));
        changes.AddRange(existing.Skip(Updates).Take(Deletes).Select((row, i) => new PlannedChange
        {
            Seq = 1 + Adds + Updates + i,
            Action = PlanAction.Delete,
            RowId = row.Id.ToString(),
            Before = [row.Code, row.Name, null],
        }));
        await SamplePlans.WriteAsync(Path.Combine(folder, "contacts.plan"), Columns, changes, header: SamplePlans.Header() with
        {
            Source = new PlanSide { Connection = "source", Connector = "file", Table = "contact", SystemId = "file-1" },
            WriteBack = new PlanWriteBack { Column = "name", From = "id", SourceKey = ["source.id"] },
            Target = new PlanSide
            {
                Connection = "file",
                Connector = "file",
                Table = "contact",
                SystemId = "file-1",
                SchemaFingerprint = SchemaFingerprint.Of(FileTarget.Schema, ["id", "code", "name"]),
            },
        });
        return
        [
            .. existing.Take(Updates).Select((row, i) => row with { Name = $"changed {i}" }).Concat(existing.Skip(Updates + Deletes)).Concat(added)
                .OrderBy(row => row.Code, StringComparer.Ordinal),
        ];
    }

    private async Task ApplyInAnotherProcessAsync(int killAfter)
    {
        var pipeName = $"syncline-{Guid.NewGuid():n}";
        await using var pipe = new NamedPipeServerStream(pipeName, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            Environment = { [FolderVariable] = folder, [PipeVariable] = pipeName },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(KillTests).Assembly.Location);
        }

        foreach (var argument in (string[])["-method", $"{typeof(KillTests).FullName}.{nameof(Child)}", "-explicit", "on"])
        {
            start.ArgumentList.Add(argument);
        }

        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEndAsync();
        try
        {
            await Task.WhenAny(pipe.WaitForConnectionAsync(), child.WaitForExitAsync());
            child.HasExited.ShouldBeFalse(child.HasExited ? await output : "");
            for (var i = 1; i <= killAfter; i++)
            {
                // The child goes on only when it is told to, so that it can't be done before it is killed.
                var signal = new byte[1];
                (await pipe.ReadAsync(signal)).ShouldBe(1);
                if (i < killAfter)
                {
                    await pipe.WriteAsync(signal);
                }
            }
        }
        finally
        {
            child.Kill(entireProcessTree: true);
            await child.WaitForExitAsync();
        }
    }

    /// <summary>Tells the parent of each report and waits for its leave to go on.</summary>
    private sealed class Reporter(Stream pipe) : IProgress<ApplyProgress>
    {
        public void Report(ApplyProgress value)
        {
            lock (pipe)
            {
                pipe.WriteByte(1);
                if (pipe.ReadByte() < 0)
                {
                    throw new EndOfStreamException("The parent is gone.");
                }
            }
        }
    }
}
