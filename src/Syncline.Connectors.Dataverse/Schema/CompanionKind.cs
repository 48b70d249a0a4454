namespace Syncline.Connectors.Dataverse.Schema;

/// <summary>What a companion column tells of the column it explains.</summary>
internal enum CompanionKind
{
    /// <summary>No companion: a column of its own.</summary>
    None,

    /// <summary><c>x.name</c>: primary name of the row that a lookup points to.</summary>
    Name,

    /// <summary><c>x.table</c>: logical name of the table that a lookup points to.</summary>
    Table,

    /// <summary><c>x.name</c> of a file: its name; written beside the file, it names it.</summary>
    FileName,

    /// <summary><c>x.name</c> of a party list: names of its parties, in the same order.</summary>
    PartyNames,

    /// <summary><c>x.label</c>: label of a choice, labels of choices.</summary>
    Label,
}
