using Syncline.Sync.Plans;

namespace Syncline.Cli.Terminal;

/// <summary>The signs of what happens to the target, always sign and colour together.</summary>
internal static class Signs
{
    public const string Same = "[grey]=[/]";
    public const string Error = "[red]![/]";

    /// <summary>Sign of an action, as markup.</summary>
    public static string Of(PlanAction action) => action switch
    {
        PlanAction.Add => "[green]+[/]",
        PlanAction.Update => "[yellow]~[/]",
        PlanAction.Delete => "[red]-[/]",
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    /// <summary><c>+ 3 to add, ~ 2 to update, - 0 to delete, = 35 same</c>, with <c>! 1 problem</c> when there are any.</summary>
    public static string Summary(PlanCounts counts) =>
        $"[green]+ {Number(counts.Add)} to add[/], [yellow]~ {Number(counts.Update)} to update{(counts.Deactivate == 0 ? string.Empty : $" ({Number(counts.Deactivate)} of them to deactivate)")}[/], [red]- {Number(counts.Delete)} to delete[/], [grey]= {Number(counts.Same)} same[/]"
        + (counts.Problems == 0 ? string.Empty : $", [red]! {Count(counts.Problems, "problem")}[/]");

    /// <summary><c>1 row</c>, <c>2 rows</c>.</summary>
    public static string Count(long number, string thing) => $"{Number(number)} {thing}{(number == 1 ? string.Empty : "s")}";

    /// <summary>Digits in groups of three.</summary>
    public static string Number(long number) => number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
}
