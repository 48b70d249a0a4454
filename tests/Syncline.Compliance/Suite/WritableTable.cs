namespace Syncline.Compliance.Suite;

/// <summary>A table that the tests of writing may fill and empty as they like; they leave other rows alone.</summary>
/// <param name="Name">Table name.</param>
/// <param name="KeyColumn">A Text, Guid or Integer column that is a key by itself and can be inserted.</param>
/// <param name="TextColumn">A Text column; with the key it is enough to make a row.</param>
/// <param name="OptionalColumn">Another Text column, which may be null.</param>
/// <param name="BadText">A text that the system refuses in <paramref name="TextColumn"/>, e.g. one that is too long.</param>
public sealed record WritableTable(string Name, string KeyColumn, string TextColumn, string OptionalColumn, string BadText);
