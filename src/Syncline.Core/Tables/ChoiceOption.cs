namespace Syncline.Core.Tables;

/// <summary>One value of a choice column.</summary>
/// <param name="Value">Number that is stored.</param>
/// <param name="Label">Text that people see, in the caller's language.</param>
/// <param name="State">For a status reason: the <c>statecode</c> it belongs to; else null.</param>
/// <param name="DefaultStatus">For a state: the status reason that goes with it by default; else null.</param>
public sealed record ChoiceOption(int Value, string Label, int? State = null, int? DefaultStatus = null);
