namespace Syncline.Core.Connectors;

/// <summary>
/// One option of a connector, declared once: the command line's <c>--set</c>, the Studio's form, the JSON schema and the reference page
/// are made from it.
/// </summary>
public sealed record ConnectorOption
{
    /// <summary>Name in commands and files: lower-case words joined by hyphens, e.g. <c>client-id</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Label on forms, e.g. <c>Client ID</c>.</summary>
    public required string Label { get; init; }

    /// <summary>What to give, in a sentence or two; where to find it.</summary>
    public required string Help { get; init; }

    /// <summary>Value when none is given; null when there is none, or when it is derived from other options.</summary>
    public string? Default { get; init; }

    /// <summary>The values allowed; empty for free text.</summary>
    public IReadOnlyList<OptionChoice> Choices { get; init; } = [];

    /// <summary>Kept encrypted, never shown, never taken from the command line in clear.</summary>
    public bool IsSecret { get; init; }

    /// <summary>A path of a file or folder (or a pattern of them). A relative one is made absolute when the connection is saved.</summary>
    public bool IsPath { get; init; }

    /// <summary>Whether a value must be given.</summary>
    public bool IsRequired { get; init; }

    /// <summary>For special needs: forms show it folded away.</summary>
    public bool IsAdvanced { get; init; }

    /// <summary>An example for empty fields; null for none.</summary>
    public string? Example { get; init; }

    /// <summary>
    /// The option is only meaningful when all of these hold; empty: always. Ask <see cref="ConnectorDescriptor.IsVisible"/>, which follows
    /// conditions on options that are themselves conditional.
    /// </summary>
    public IReadOnlyList<OptionCondition> VisibleWhen { get; init; } = [];
}
