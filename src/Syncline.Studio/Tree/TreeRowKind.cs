namespace Syncline.Studio.Tree;

/// <summary>What a row of the tree shows.</summary>
public enum TreeRowKind
{
    /// <summary>A group of connectors.</summary>
    Group,

    /// <summary>A connection.</summary>
    Connection,

    /// <summary>A table.</summary>
    Table,

    /// <summary>A column.</summary>
    Column,

    /// <summary>Words in place of rows: still reading, nothing there, an error.</summary>
    Note,
}
