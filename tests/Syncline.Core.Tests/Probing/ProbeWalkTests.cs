using Microsoft.Extensions.Time.Testing;
using Syncline.Core.Errors;
using Syncline.Core.Probing;

namespace Syncline.Core.Tests.Probing;

public sealed class ProbeWalkTests
{
    private static readonly ProbeStage[] Stages = [new("one", "One"), new("two", "Two"), new("three", "Three")];

    private readonly FakeTimeProvider clock = new();

    [Fact]
    public async Task Every_stage_has_a_step_with_what_was_found_and_how_long_it_took()
    {
        var steps = await WalkAsync(stage =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(stage.Id.Length));
            return stage.Id == "two" ? ProbeFinding.Warning(Error("two is odd")) : ProbeFinding.Ok(stage.Id);
        });

        steps.Select(step => (step.Stage, step.State, step.Found, step.Duration.TotalMilliseconds)).ShouldBe(
            [(Stages[0], ProbeState.Ok, "one", 3), (Stages[1], ProbeState.Warning, "two is odd", 3), (Stages[2], ProbeState.Ok, "three", 5)]);
    }

    [Fact]
    public async Task After_a_failure_the_others_are_not_tried()
    {
        var tried = new List<string>();

        var steps = await WalkAsync(stage =>
        {
            tried.Add(stage.Id);
            return stage.Id == "two" ? throw new ConnectionException(Error("two broke")) : ProbeFinding.Ok(stage.Id);
        });

        tried.ShouldBe(["one", "two"]);
        steps.Select(step => step.State).ShouldBe([ProbeState.Ok, ProbeState.Failed, ProbeState.Skipped]);
        (steps[1].Found, steps[1].Error!.Message).ShouldBe(("two broke", "two broke"));
    }

    [Fact]
    public async Task A_cancelled_walk_ends_with_the_cancellation_and_our_own_defects_are_not_findings()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await WalkAsync(stage => ProbeFinding.Ok(stage.Id), cancelled.Token));
        await Should.ThrowAsync<InvalidOperationException>(async () => await WalkAsync(_ => throw new InvalidOperationException()));
    }

    private async Task<List<ProbeStep>> WalkAsync(Func<ProbeStage, ProbeFinding> look, CancellationToken cancellationToken = default) =>
        await ProbeWalk.RunAsync(Stages, (stage, _) => ValueTask.FromResult(look(stage)), clock, cancellationToken).ToListAsync(cancellationToken);

    private static ErrorDetail Error(string message) => new() { Id = "XX0001", Phase = ErrorPhase.Connection, Message = message };
}
