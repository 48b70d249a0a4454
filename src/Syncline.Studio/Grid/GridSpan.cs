namespace Syncline.Studio.Grid;

/// <summary>Rows of a grid by place, from 0.</summary>
/// <param name="First">The first.</param>
/// <param name="Count">How many.</param>
public readonly record struct GridSpan(int First, int Count)
{
    /// <summary>The place after the last.</summary>
    public int End => First + Count;

    /// <summary>Whether a place is among them.</summary>
    public bool Holds(int place) => place >= First && place < End;

    /// <summary>The rows in view with one screen more each way.</summary>
    public static GridSpan Around(int firstVisible, int visible, int rows)
    {
        var first = Math.Clamp(firstVisible - visible, 0, Math.Max(0, rows));
        return new(first, Math.Clamp(firstVisible + (2 * visible), first, Math.Max(first, rows)) - first);
    }
}
