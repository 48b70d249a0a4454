namespace Syncline.Sync.Staging;

/// <summary>How a <see cref="RowCondition"/> looks at a cell. Texts are compared as people see them, without regard to case.</summary>
public enum RowConditionKind
{
    /// <summary>The text holds the value somewhere.</summary>
    Contains,

    /// <summary>The text is the value.</summary>
    Is,

    /// <summary>The text is another than the value, or there is none.</summary>
    IsNot,

    /// <summary>The text begins with the value.</summary>
    StartsWith,

    /// <summary>The text ends with the value.</summary>
    EndsWith,

    /// <summary>A number or date below the value.</summary>
    LessThan,

    /// <summary>A number or date above the value.</summary>
    GreaterThan,

    /// <summary>There is no value, or an empty text.</summary>
    IsEmpty,

    /// <summary>There is a value that is no empty text.</summary>
    IsNotEmpty,
}
