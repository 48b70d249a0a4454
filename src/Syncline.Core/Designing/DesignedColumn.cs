namespace Syncline.Core.Designing;

/// <summary>A column to be made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type in the system's words, e.g. <c>varchar(100)</c>.</param>
public sealed record DesignedColumn(string Name, string Type);
