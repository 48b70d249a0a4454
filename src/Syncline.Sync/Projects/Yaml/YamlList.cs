using Syncline.Core.Errors;

namespace Syncline.Sync.Projects.Yaml;

/// <summary>A list.</summary>
internal sealed record YamlList(IReadOnlyList<YamlNode> Items, SourceLocation Place) : YamlNode(Place)
{
    public override string Kind => "a list";
}
