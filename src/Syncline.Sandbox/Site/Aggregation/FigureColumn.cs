using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Aggregation;

/// <summary>A group or a figure of a query.</summary>
/// <param name="Name">Its alias.</param>
/// <param name="Table">The table of its column.</param>
/// <param name="Source">The column that it is made of.</param>
/// <param name="Shown">The column in whose form its values are shown; null for counts and parts of dates, which are plain numbers.</param>
internal sealed record FigureColumn(string Name, Table Table, Column Source, Column? Shown);
