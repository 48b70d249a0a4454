using Syncline.Core.Errors;

namespace Syncline.Sync.Projects.Yaml;

/// <summary>A text, number, truth value or nothing.</summary>
/// <param name="Text">The value with quotes and escapes resolved.</param>
/// <param name="IsPlain">Written without quotes, so that <c>true</c> is a truth value and nothing is nothing.</param>
/// <param name="Offset">Columns between the place and the first character of the text; -1 when they don't follow one by one (block texts, escapes).</param>
/// <param name="Place">Where it starts.</param>
internal sealed record YamlScalar(string Text, bool IsPlain, int Offset, SourceLocation Place) : YamlNode(Place)
{
    public bool IsNothing => IsPlain && Text is ("" or "~" or "null");

    public override string Kind => IsNothing ? "nothing" : IsPlain && Text is ("true" or "false") ? "true or false" : "a single value";
}
