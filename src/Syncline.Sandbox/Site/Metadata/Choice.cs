namespace Syncline.Sandbox.Site.Metadata;

/// <summary>A choice: a list of options, private to one column or global.</summary>
internal sealed record Choice
{
    private Dictionary<int, ChoiceOption>? _byValue;

    public required string Name { get; init; }

    public bool Global { get; init; }

    public required IReadOnlyList<ChoiceOption> Options { get; init; }

    /// <summary>The option of a value, or null when the choice has none.</summary>
    public ChoiceOption? Find(int value)
    {
        _byValue ??= Options.ToDictionary(option => option.Value);
        return _byValue.GetValueOrDefault(value);
    }
}
