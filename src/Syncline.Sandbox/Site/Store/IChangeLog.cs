namespace Syncline.Sandbox.Site.Store;

/// <summary>Is told of each transaction before others can see it. Calls never overlap.</summary>
internal interface IChangeLog
{
    /// <summary>Keeps the changes of one transaction. An exception undoes the transaction.</summary>
    void Append(IReadOnlyList<RowChange> changes);
}
