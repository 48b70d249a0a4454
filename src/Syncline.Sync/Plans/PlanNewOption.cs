using System.Globalization;

namespace Syncline.Sync.Plans;

/// <summary>An option that a plan adds to a choice of the target before it writes a row, see <see cref="Core.Tables.ChoiceList"/>. An undo leaves it there.</summary>
public sealed record PlanNewOption
{
    /// <summary>Table of the options.</summary>
    public required string Table { get; init; }

    /// <summary>The choice.</summary>
    public required string Choice { get; init; }

    /// <summary>The option's number.</summary>
    public required int Value { get; init; }

    /// <summary>The option's label.</summary>
    public required string Label { get; init; }

    /// <summary>What a reviewer should know of some, one sentence for each choice.</summary>
    internal static IEnumerable<string> Warnings(IEnumerable<PlanNewOption> options) => Named(options)
        .Select(choice => $"Applying adds to the choice {choice.Name}, before any row is written: {choice.Labels}. An undo leaves {choice.Them} there.");

    /// <summary>What stays when a run that added some is taken back.</summary>
    internal static IEnumerable<string> Staying(IEnumerable<PlanNewOption> options) => Named(options)
        .Select(choice => $"What the run added to the choice {choice.Name} stays there: {choice.Labels}.");

    private static IEnumerable<(string Name, string Labels, string Them)> Named(IEnumerable<PlanNewOption> options) =>
        options.GroupBy(option => option.Choice, StringComparer.Ordinal).Select(choice => (
            choice.Key, string.Join(", ", choice.Select(option => string.Create(CultureInfo.InvariantCulture, $"{option.Label} ({option.Value})"))), choice.Count() == 1 ? "it" : "them"));
}
