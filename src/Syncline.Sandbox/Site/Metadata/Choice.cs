using System.Collections.Frozen;

namespace Syncline.Sandbox.Site.Metadata;

/// <summary>A choice: a list of options, private to one column or global. Options come and go while the site runs; a reader sees them all or none of a change.</summary>
internal sealed class Choice
{
    private volatile OptionList _list = new([]);

    public required string Name { get; init; }

    public bool Global { get; init; }

    public required IReadOnlyList<ChoiceOption> Options
    {
        get => _list.All;
        init => _list = new OptionList(value);
    }

    /// <summary>The option of a value, or null when the choice has none.</summary>
    public ChoiceOption? Find(int value) => _list.ByValue.GetValueOrDefault(value);

    /// <summary>Puts other options in the place of those there. One writer at a time.</summary>
    public void Replace(IReadOnlyList<ChoiceOption> options) => _list = new OptionList(options);

    private sealed class OptionList(IReadOnlyList<ChoiceOption> all)
    {
        public IReadOnlyList<ChoiceOption> All => all;

        public FrozenDictionary<int, ChoiceOption> ByValue { get; } = all.ToFrozenDictionary(option => option.Value);
    }
}
