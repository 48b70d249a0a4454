namespace Syncline.Sandbox.Site.Aggregation;

/// <summary>What a query with figures gives.</summary>
/// <param name="Columns">Groups and figures by their alias.</param>
/// <param name="Rows">A list of values for each group, in the order of the columns.</param>
internal sealed record Figures(IReadOnlyList<FigureColumn> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows);
