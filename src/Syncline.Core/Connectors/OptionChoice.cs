namespace Syncline.Core.Connectors;

/// <summary>One allowed value of an option.</summary>
/// <param name="Value">Value in commands and files.</param>
/// <param name="Label">Label on forms.</param>
public sealed record OptionChoice(string Value, string Label);
