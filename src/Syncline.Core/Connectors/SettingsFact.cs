namespace Syncline.Core.Connectors;

/// <summary>Something that follows from a connection's settings.</summary>
/// <param name="Label">What it is, as people call it.</param>
/// <param name="Value">The value.</param>
/// <param name="Option">Name of the option that has this value although it was not given; null when it is no option's value.</param>
public sealed record SettingsFact(string Label, string Value, string? Option = null);
