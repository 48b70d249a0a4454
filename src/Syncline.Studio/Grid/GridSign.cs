namespace Syncline.Studio.Grid;

/// <summary>What happens to the target, as every screen shows it: a sign and a colour of its own, always both.</summary>
/// <param name="Sign">One character.</param>
/// <param name="Class">Class of the style sheet.</param>
/// <param name="Word">The word for it.</param>
public sealed record GridSign(string Sign, string Class, string Word)
{
    /// <summary>A new row.</summary>
    public static GridSign Add { get; } = new("+", "add", "Add");

    /// <summary>Changed cells.</summary>
    public static GridSign Update { get; } = new("~", "upd", "Update");

    /// <summary>A row that goes.</summary>
    public static GridSign Delete { get; } = new("−", "del", "Delete");

    /// <summary>Nothing.</summary>
    public static GridSign Same { get; } = new("=", "same", "Same");

    /// <summary>Something wrong.</summary>
    public static GridSign Problem { get; } = new("!", "err", "Problems");

    /// <summary>The row changed since.</summary>
    public static GridSign Conflict { get; } = new("≠", "conf", "Conflicts");
}
