namespace Syncline.Core.Connectors;

/// <summary>When an option is meaningful.</summary>
/// <param name="Option">Name of the other option.</param>
/// <param name="Values">It is meaningful when the other has one of these values.</param>
public sealed record OptionCondition(string Option, IReadOnlyList<string> Values);
