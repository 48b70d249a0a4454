using Syncline.Core.Tables;

namespace Syncline.Connectors.Dataverse.Derived;

/// <summary>A choice list that several columns share.</summary>
internal sealed record GlobalChoice(string Name, IReadOnlyList<ChoiceOption> Options);
