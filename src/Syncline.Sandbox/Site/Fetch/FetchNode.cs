using System.Xml.Linq;
using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Fetch;

/// <summary>An <c>entity</c> or <c>link-entity</c> of a query.</summary>
internal sealed class FetchNode
{
    public required XElement Element { get; init; }

    public required Table Table { get; init; }

    /// <summary>Place of its row among the joined rows; 0 is the <c>entity</c>.</summary>
    public required int Slot { get; init; }

    /// <summary>The alias; null for the <c>entity</c>.</summary>
    public string? Alias { get; init; }

    /// <summary><c>inner</c>, <c>outer</c>, or a kind that only asks whether there is a row.</summary>
    public string LinkType { get; init; } = "inner";

    /// <summary>Column of this table that the link compares; null for the <c>entity</c>.</summary>
    public Column? From { get; init; }

    /// <summary>Column of the outer table that the link compares.</summary>
    public Column? To { get; init; }

    public List<FetchNode> Links { get; } = [];

    /// <summary>True for links that add columns and rows; the others only filter.</summary>
    public bool Joins => LinkType is "inner" or "outer";
}
