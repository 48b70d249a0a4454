namespace Syncline.Compliance.Hostile;

/// <summary>A way to break the contract.</summary>
public enum Lie
{
    /// <summary>Tells the truth.</summary>
    None,

    /// <summary>Lists a table twice.</summary>
    TableTwice,

    /// <summary>Makes a table up when it is asked for one that is not there.</summary>
    InventedTable,

    /// <summary>Gives columns in an order of its own when they are many.</summary>
    ColumnOrder,

    /// <summary>Keeps the last row to itself when batches are small.</summary>
    LostRow,

    /// <summary>Does not count rows.</summary>
    NoLimit,

    /// <summary>Does not listen when it is told to stop.</summary>
    DeafToCancel,

    /// <summary>Says that everything was done.</summary>
    AlwaysDone,

    /// <summary>Gives outcomes from the last row to the first.</summary>
    OutcomesReversed,

    /// <summary>Sends cells that were not to be sent.</summary>
    SendsEverything,

    /// <summary>Overwrites what others changed meanwhile.</summary>
    NoVersionCheck,
}
