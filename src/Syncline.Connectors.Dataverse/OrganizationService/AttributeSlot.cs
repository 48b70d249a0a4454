using Syncline.Connectors.Dataverse.OrganizationService.Converters;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>Where the values of one attribute go: indexes of columns, -1 for those that are not wanted.</summary>
internal sealed class AttributeSlot
{
    /// <summary>Of the value itself.</summary>
    public int Value { get; set; } = -1;

    /// <summary>Of a lookup's table.</summary>
    public int Table { get; set; } = -1;

    /// <summary>Of a lookup's name.</summary>
    public int Name { get; set; } = -1;

    /// <summary>Of a choice's label.</summary>
    public int Label { get; set; } = -1;

    /// <summary>Reads the value; null for a lookup.</summary>
    public CellConverter? Converter { get; set; }

    public bool IsLookup { get; set; }
}
