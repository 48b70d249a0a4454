namespace Syncline.Sync.Mapping;

/// <summary>An expression of a project file that was found to be harmless: a single value made from columns of one row.</summary>
/// <param name="Text">DuckDB SQL, to be put in brackets on lines of its own.</param>
/// <param name="Columns">Source columns that it reads, as the table names them.</param>
internal sealed record SqlExpression(string Text, IReadOnlyList<string> Columns)
{
    /// <summary>The expression fit to stand inside a larger one, whatever comment it ends with.</summary>
    public string InBrackets => $"({Text}\n)";
}
