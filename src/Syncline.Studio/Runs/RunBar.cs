namespace Syncline.Studio.Runs;

/// <summary>A bar of a chart of runs.</summary>
/// <param name="Words">What it stands for.</param>
/// <param name="Parts">Its parts from the bottom, each with its class (<c>add</c>, <c>upd</c>, <c>del</c>, <c>err</c>, <c>plain</c>) and its size, zero or more.</param>
internal sealed record RunBar(string Words, IReadOnlyList<(string Class, double Size)> Parts)
{
    /// <summary>All parts together.</summary>
    public double Size => Parts.Sum(part => part.Size);
}
