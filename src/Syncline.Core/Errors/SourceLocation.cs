namespace Syncline.Core.Errors;

/// <summary>A place in a file that a person can open. Line and column count from 1; 0 means not known.</summary>
/// <param name="File">Path as the user gave it.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in UTF-16 code units, from 1.</param>
public sealed record SourceLocation(string File, long Line = 0, int Column = 0)
{
    /// <summary><c>file:line:column</c>, as editors and terminals make clickable.</summary>
    public override string ToString() =>
        Line == 0 ? File : Column == 0 ? $"{File}:{Line}" : $"{File}:{Line}:{Column}";
}
