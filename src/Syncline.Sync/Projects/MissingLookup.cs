namespace Syncline.Sync.Projects;

/// <summary>What happens to a row whose lookup value names no row.</summary>
public enum MissingLookup
{
    /// <summary>The row is a problem: it is neither added nor updated, and its target row is not deleted.</summary>
    Fail,

    /// <summary>The lookup becomes empty.</summary>
    Null,

    /// <summary>The row is left as it is on the target: neither added, updated nor deleted. Plans count such rows in a warning.</summary>
    Skip,

    /// <summary>
    /// A row that has the value is added to the lookup's table, by a plan of its own that goes before (<see cref="MissingRows"/>). Where that plan has not added it,
    /// this is <see cref="Fail"/>.
    /// </summary>
    Add,
}
