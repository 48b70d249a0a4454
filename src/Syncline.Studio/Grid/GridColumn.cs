using Microsoft.FluentUI.AspNetCore.Components;

namespace Syncline.Studio.Grid;

/// <summary>A column of a grid. Immutable.</summary>
public sealed record GridColumn
{
    /// <summary>Narrowest width in pixels.</summary>
    public const int Narrowest = 56;

    /// <summary>Widest width in pixels.</summary>
    public const int Widest = 900;

    /// <summary>What tells it from the others.</summary>
    public required string Key { get; init; }

    /// <summary>Words in its head.</summary>
    public required string Title { get; init; }

    /// <summary>Further words, shown when the pointer rests on its head.</summary>
    public string? Tip { get; init; }

    /// <summary>Icon of 16 pixels before the words.</summary>
    public Icon? Icon { get; init; }

    /// <summary>Width in pixels.</summary>
    public int Width { get; init; } = 160;

    /// <summary>Whether its cells stand at the right, as numbers do.</summary>
    public bool AlignsRight { get; init; }

    /// <summary>Whether rows can be sorted by it.</summary>
    public bool CanSort { get; init; }

    /// <summary>Whether it names the row to a screen reader.</summary>
    public bool NamesRow { get; init; }
}
