namespace Syncline.Sandbox.Site.Store;

/// <summary>Order of rows by primary key.</summary>
internal sealed class PrimaryKeyOrder : IComparer<Row>
{
    public static readonly PrimaryKeyOrder Instance = new();

    /// <summary>The key as one number.</summary>
    public static UInt128 KeyOf(Guid id)
    {
        var (high, low) = Row.SortKey(id);
        return new UInt128(high, low);
    }

    public int Compare(Row? x, Row? y) => Row.CompareIds(x!.Id, y!.Id);
}
