using Syncline.Core.Errors;

namespace Syncline.Studio.Tree;

/// <summary>What lies below an opened row: being read, read, or not readable.</summary>
/// <param name="Items">What was read; null while it is not there.</param>
/// <param name="Error">Why not; null when nothing is wrong.</param>
internal sealed record TreeBranch<T>(IReadOnlyList<T>? Items, ErrorDetail? Error)
{
    /// <summary>Being read.</summary>
    public static TreeBranch<T> Reading { get; } = new(null, null);
}
