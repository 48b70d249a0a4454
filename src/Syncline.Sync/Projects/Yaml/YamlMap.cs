using Syncline.Core.Errors;

namespace Syncline.Sync.Projects.Yaml;

/// <summary>Keys with values, in the file's order; a key may stand twice here.</summary>
internal sealed record YamlMap(IReadOnlyList<YamlEntry> Entries, SourceLocation Place) : YamlNode(Place)
{
    public override string Kind => "a group of keys";
}
