namespace Syncline.Sync.Projects;

/// <summary>Which ids added rows get, where the target takes ids and no column of the project fills its primary key.</summary>
public enum NewIds
{
    /// <summary>An id that was never used before: a UUID version 7, so that rows of one plan lie near each other.</summary>
    Random,

    /// <summary>An id made of the table's name and the row's key, a UUID version 5: the same row gets the same id in every plan and on every system.</summary>
    FromKey,
}
