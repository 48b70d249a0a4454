namespace Syncline.Sandbox.Site.Definitions;

/// <summary>One change to the options of a choice.</summary>
/// <param name="Choice">Name of the choice; of one that belongs to a column alone, <c>table.column</c>.</param>
/// <param name="Value">Value of the option.</param>
/// <param name="Label">Its label from now on; null when the option is removed.</param>
internal sealed record ChoiceChange(string Choice, int Value, string? Label);
