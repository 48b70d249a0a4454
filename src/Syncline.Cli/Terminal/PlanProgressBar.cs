using Syncline.Sync;

namespace Syncline.Cli.Terminal;

/// <summary>Progress of a compare, on one line of a terminal; nothing elsewhere.</summary>
internal sealed class PlanProgressBar(Output output) : IProgress<PlanProgress>, IAsyncDisposable
{
    private readonly ProgressLine line = new(output);

    /// <inheritdoc/>
    public void Report(PlanProgress value) => line.Show(value.Phase switch
    {
        PlanPhase.Check => "Checking the project against both tables",
        PlanPhase.Read => $"Reading: {Signs.Number(value.SourceRows)} source rows, {Signs.Number(value.TargetRows)} target rows"
            + (value.LookupRows > 0 ? $", {Signs.Number(value.LookupRows)} lookup rows" : string.Empty),
        PlanPhase.Map => $"Mapping {Signs.Number(value.SourceRows)} rows",
        PlanPhase.Compare => $"Comparing {Signs.Number(value.SourceRows)} with {Signs.Number(value.TargetRows)} rows",
        PlanPhase.Write => "Writing the plan",
        _ => string.Empty,
    });

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        line.Clear();
        return ValueTask.CompletedTask;
    }
}
