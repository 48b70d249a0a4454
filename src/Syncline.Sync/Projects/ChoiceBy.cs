namespace Syncline.Sync.Projects;

/// <summary>What the source holds for a choice.</summary>
public enum ChoiceBy
{
    /// <summary>A label, or a number when no label matches; a text that is one option's label and another's number is a problem.</summary>
    Either,

    /// <summary>The label, without regard to case.</summary>
    Label,

    /// <summary>The number.</summary>
    Value,
}
