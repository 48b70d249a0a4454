using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Core.Writing;
using Syncline.Sync.Applying;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;
using Syncline.Sync.Runs;
using Syncline.Sync.Tests.Applying;
using Syncline.Sync.Tests.Connections;
using Syncline.Sync.Undo;

namespace Syncline.Sync.Tests.Comparing;

/// <summary><c>choice: { missing: add }</c>: labels that a choice lacks are part of the plan, and are added before the rows.</summary>
public sealed class MissingLabelTests : IDisposable
{
    private const string Project = """
        key: code
        columns:
          code: code
          colour: { from: colour, choice: { by: label, missing: add } }
        """;

    private static readonly ColumnType Colour = new()
    {
        Kind = ColumnKind.Choice,
        Choices = [new ChoiceOption(1, "Red"), new ChoiceOption(2, "Blue")],
        ChoiceList = new ChoiceList("@choices", "new_colour"),
    };

    private readonly PlanBed bed = new PlanBed().WithSource(PlanBed.Column("code"), PlanBed.Column("colour"))
        .WithTarget(PlanBed.Column("code"), PlanBed.Column("colour", Colour), PlanBed.Column("others", Colour with { Kind = ColumnKind.Choices }));

    private readonly MemoryTable options;

    public MissingLabelTests()
    {
        options = bed.Target.Table("@choices", null, [PlanBed.Column("choice"), PlanBed.Column("value", ColumnKind.Integer), PlanBed.Column("label")]);
        options.Add("new_colour", 1L, "Red");
        options.Add("new_colour", 2L, "Blue");
        options.Add("new_shape", 100_000_000L, "Round");
    }

    public void Dispose() => bed.Dispose();

    [Fact]
    public async Task Labels_that_the_choice_lacks_are_in_the_plan_once_with_numbers_that_its_rows_have()
    {
        Source(("1", "red"), ("2", " Green"), ("3", "green"), ("4", "Gold"), ("5", null), ("6", ""));

        var changes = await bed.PlanAsync(Project);

        bed.Problems.ShouldBeEmpty();
        bed.Header.NewOptions!.Select(option => (option.Table, option.Choice, option.Value, option.Label))
            .ShouldBe([("@choices", "new_colour", 100_000_000, "Green"), ("@choices", "new_colour", 100_000_001, "Gold")]);
        changes.Select(change => bed.After(change, "colour")).ShouldBe([1, 100_000_000, 100_000_000, 100_000_001, null, null]);
        changes.Select(change => bed.After(change, "colour.label")).ShouldBe(["Red", "Green", "Green", "Gold", null, null]);
        bed.Header.Warnings.ShouldContain("Applying adds to the choice new_colour, before any row is written: Green (100000000), Gold (100000001). An undo leaves them there.");
        bed.Target.Writer!.Batches.ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_part_of_a_list_of_choices_can_be_a_new_label()
    {
        Source(("1", "Blue; Green"), ("2", "Gold,Red"));

        var changes = await bed.PlanAsync("key: code\ncolumns:\n  code: code\n  others: { from: colour, choice: { by: label, missing: add } }");

        bed.Header.NewOptions!.Select(option => option.Label).ShouldBe(["Green", "Gold"], ignoreOrder: true);
        var green = bed.Header.NewOptions!.Single(option => option.Label == "Green").Value;
        bed.After(changes[0], "others").ShouldBe($"2,{green}");
    }

    [Fact]
    public async Task Only_labels_of_rows_that_will_be_written_are_added()
    {
        bed.AddTarget("1", 1, null);
        Source(("1", "Green"), ("2", "Gold"));

        await bed.PlanAsync(Project + "\nactions: { add: true, update: false }");

        bed.Header.NewOptions!.ShouldHaveSingleItem().Label.ShouldBe("Gold");

        await bed.PlanAsync(Project.Replace("missing: add", "missing: fail", StringComparison.Ordinal));

        bed.Header.NewOptions.ShouldBeNull();
        bed.Problems.Select(problem => problem.ErrorId).ShouldBe(["SY2109", "SY2109"]);
    }

    [Fact]
    public async Task A_number_is_never_made_a_label_unless_labels_alone_are_expected()
    {
        Source(("1", "7"));

        await bed.PlanAsync(Project.Replace("by: label, ", "", StringComparison.Ordinal));

        bed.Header.NewOptions.ShouldBeNull();
        bed.Problems.ShouldHaveSingleItem().ErrorId.ShouldBe("SY2109");

        await bed.PlanAsync(Project);

        bed.Header.NewOptions!.ShouldHaveSingleItem().Label.ShouldBe("7");
    }

    [Fact]
    public async Task A_column_with_very_many_new_labels_is_a_column_that_was_mixed_up()
    {
        Source([.. Enumerable.Range(1, MostLabels + 1).Select(i => ($"{i}", (string?)$"Label {i}"))]);

        var error = (await Should.ThrowAsync<MappingException>(() => bed.PlanAsync(Project))).Error;

        error.Id.ShouldBe("SY2115");
        error.Message.ShouldBe("colour has more than 100 labels that the choice new_colour has not, such as \"Label 1\", \"Label 2\", \"Label 3\".");
    }

    [Theory]
    [InlineData("columns: { code: code, colour: { from: colour, choice: { by: value, missing: add } } }")]
    [InlineData("columns: { code: code, own: { from: colour, choice: { missing: add } } }")]
    public async Task A_project_that_can_not_add_labels_is_told_so(string columns)
    {
        bed.WithTarget(PlanBed.Column("code"), PlanBed.Column("colour", Colour), PlanBed.Column("own", Colour with { ChoiceList = null }));

        (await Should.ThrowAsync<ConfigurationException>(() => bed.PlanAsync("key: code\n" + columns))).Error.Id.ShouldBe("SY1107");
    }

    [Fact]
    public async Task Applying_adds_the_labels_before_the_rows_and_the_next_plan_is_empty_and_undo_says_what_stays()
    {
        Source(("1", "Green"), ("2", "Gold"));
        await bed.PlanAsync(Project);
        var run = await ApplyAsync();

        run.State.ShouldBe(RunState.Finished);
        bed.Target.Writer!.Batches.Select(batch => (batch.Table, batch.Rows.RowCount)).ShouldBe([("@choices", 2), ("t", 2)]);
        Options().ShouldBe(["new_colour 1 Red", "new_colour 2 Blue", "new_shape 100000000 Round", "new_colour 100000000 Green", "new_colour 100000001 Gold"]);

        var undo = await UndoPlanner.PlanAsync(run, bed.Target, bed.FileAt("undo.plan"), TimeProvider.System, default);

        undo.Counts.Delete.ShouldBe(2);
        undo.NewOptions.ShouldBeNull();
        undo.Warnings.ShouldContain("What the run added to the choice new_colour stays there: Green (100000000), Gold (100000001).");
    }

    [Fact]
    public async Task A_lost_answer_adds_no_label_twice()
    {
        Source(("1", "Green"), ("2", "Gold"));
        await bed.PlanAsync(Project);
        var lost = 1;
        bed.Target.Writer!.AfterRow = (batch, _) => batch.Table == "@choices" && lost-- > 0
            ? RowOutcome.Unknown(new ErrorDetail { Id = "ME0004", Phase = ErrorPhase.Write, Message = "The answer was lost." })
            : null;

        (await ApplyAsync()).State.ShouldBe(RunState.Finished);

        Options().Count(option => option.EndsWith("Green", StringComparison.Ordinal)).ShouldBe(1);
        Options().Count(option => option.EndsWith("Gold", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_label_stops_the_run_before_any_row_and_resume_goes_on()
    {
        Source(("1", "Green"));
        await bed.PlanAsync(Project);
        bed.Target.Writer!.BeforeRow = (batch, _) => batch.Table == "@choices"
            ? RowOutcome.Failed(new ErrorDetail { Id = "ME0005", Phase = ErrorPhase.Write, Message = "Nobody may.", Recovery = Recovery.SkipRow })
            : null;

        (await Should.ThrowAsync<SynclineException>(() => ApplyAsync())).Error.Id.ShouldBe("ME0005");

        bed.TargetTable.Rows.ShouldBeEmpty();
        bed.Target.Writer.BeforeRow = null;
        var stopped = (await new RunStore(bed.FileAt("runs"), TimeProvider.System).ListAsync(default)).Single();
        (await Applier.ResumeAsync(stopped.Id, bed.Target, new ApplyOptions { RunsFolder = bed.FileAt("runs") }, null, default)).State.ShouldBe(RunState.Finished);
        bed.TargetTable.Rows.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(100_000_000L, "Purple")]
    [InlineData(7L, "green")]
    public async Task A_number_or_label_that_was_taken_since_the_plan_stops_the_run(long value, string label)
    {
        Source(("1", "Green"));
        await bed.PlanAsync(Project);
        options.Add("new_colour", value, label);

        (await Should.ThrowAsync<GuardException>(() => ApplyAsync())).Error.Id.ShouldBe("SY4025");

        bed.TargetTable.Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_label_that_somebody_added_alike_since_the_plan_is_taken_as_it_is()
    {
        Source(("1", "Green"));
        await bed.PlanAsync(Project);
        options.Add("new_colour", 100_000_000L, "Green");

        (await ApplyAsync()).State.ShouldBe(RunState.Finished);

        options.Rows.Count.ShouldBe(4);
    }

    [Fact]
    public async Task What_is_left_out_of_a_plan_adds_no_label()
    {
        Source(("1", "Green"), ("2", "Gold"));
        await bed.PlanAsync(Project);
        await using var whole = await PlanFile.OpenAsync(bed.PlanPath, default);

        var kept = await PlanExclusion.ExcludeAsync(whole, new HashSet<long> { 1 }, "row 1", bed.FileAt("kept.plan"), TimeProvider.System, default);

        kept.NewOptions!.ShouldHaveSingleItem().Label.ShouldBe("Gold");
        kept.Warnings.ShouldContain("Applying adds to the choice new_colour, before any row is written: Gold (100000001). An undo leaves it there.");
        kept.Warnings.ShouldNotContain(warning => warning.Contains("Green", StringComparison.Ordinal));
    }

    private const int MostLabels = 100;

    private void Source(params (string Code, string? Colour)[] rows)
    {
        foreach (var (code, colour) in rows)
        {
            bed.SourceTable.Add(code, colour);
        }
    }

    private IReadOnlyList<string> Options() => [.. options.Rows.Select(row => string.Join(' ', row.Values))];

    private async Task<RunSummary> ApplyAsync()
    {
        await using var plan = await PlanFile.OpenAsync(bed.PlanPath, default);
        return await Applier.ApplyAsync(plan, bed.Target, new ApplyOptions { RunsFolder = bed.FileAt("runs") }, null, default);
    }
}
