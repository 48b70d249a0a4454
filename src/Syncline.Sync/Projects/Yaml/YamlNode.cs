using Syncline.Core.Errors;

namespace Syncline.Sync.Projects.Yaml;

/// <summary>A part of a YAML document with its place.</summary>
internal abstract record YamlNode(SourceLocation Place)
{
    /// <summary>What it is, in a user's words.</summary>
    public abstract string Kind { get; }
}
